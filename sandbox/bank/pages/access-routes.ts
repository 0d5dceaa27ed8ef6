import { type Html, html } from "../../http/html.ts";
import { type Route, route } from "../../http/routes.ts";
import { judgePassword, type SignIn } from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { moveTo, statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import type { Login } from "../logins.ts";
import { bankPage, problemNote } from "./bank-page.ts";
import { signInFields } from "./sign-in-fields.ts";

/** In e-banking, the list of those who may read: each can be ended there, without the service that reads. */
export function accessRoutes(bank: Bank): Route[] {
  return [
    route("GET", "/access", () => signInPage(bank, null)),
    route("POST", "/access", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      const login = bank.logins.find(form.get("userName") ?? "");
      const signIn = { password: form.get("password") ?? "", card: form.get("card") };
      if (!login || judgePassword(bank, login, signIn) !== "right")
        return signInPage(bank, "User name or password is not right.");
      const ended = bank.consents.get(form.get("consent") ?? "");
      if (ended?.login === login && statusOfConsent(bank, ended) === "valid")
        moveTo(bank, ended, "revokedByPsu");
      return listPage(bank, login, signIn);
    }),
  ];
}

const signInPage = (bank: Bank, problem: string | null): Response =>
  bankPage(bank, {
    title: "Sign in to e-banking",
    body: html`
${problemNote(problem)}
<form method="post">
${signInFields(bank, "")}
<p class="acts"><button class="main">Sign in</button></p>
</form>`,
  });

function listPage(bank: Bank, login: Login, signIn: SignIn): Response {
  const given = [...bank.consents.values()].filter((consent) => consent.login === login);
  return bankPage(bank, {
    title: "Access that you have given",
    body:
      given.length === 0
        ? html`<p>You have given nobody access to your accounts.</p>`
        : html`<ul>${given.map((consent) => html`<li>${consentPart(bank, consent, login, signIn)}</li>`)}</ul>`,
  });
}

function consentPart(bank: Bank, consent: Consent, { userName }: Login, { password, card }: SignIn): Html {
  const status = statusOfConsent(bank, consent);
  return html`<h2>Until ${consent.validUntil}</h2><p>${status === "valid" ? "In force" : `Not in force (${status})`}</p>
${
  status === "valid" &&
  html`<form method="post"><input type="hidden" name="userName" value="${userName}"><input type="hidden" name="password" value="${password}"><input type="hidden" name="card" value="${card ?? ""}">
<p class="acts"><button name="consent" value="${consent.id}">Withdraw this access now</button></p></form>`
}`;
}
