import { type Html, html } from "../../http/html.ts";
import { type Route, route } from "../../http/routes.ts";
import { judgePassword } from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { moveTo, statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import type { Login } from "../logins.ts";
import { bankPage, problemNote } from "./bank-page.ts";

/** In e-banking, the list of those who may read: each can be ended there, without the service that reads. */
export function accessRoutes(bank: Bank): Route[] {
  return [
    route("GET", "/access", () => signInPage(bank, null)),
    route("POST", "/access", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      const login = bank.logins.find(form.get("userName") ?? "");
      const password = form.get("password") ?? "";
      if (!login || judgePassword(login, password) !== "right")
        return signInPage(bank, "User name or password is not right.");
      const ended = bank.consents.get(form.get("consent") ?? "");
      if (ended?.login === login && statusOfConsent(bank, ended) === "valid")
        moveTo(bank, ended, "revokedByPsu");
      return listPage(bank, login, password);
    }),
  ];
}

const signInPage = (bank: Bank, problem: string | null): Response =>
  bankPage(bank, {
    title: "Sign in to e-banking",
    body: html`
${problemNote(problem)}
<form method="post">
<label class="field">User name<input type="text" name="userName" autocomplete="username" required></label>
<label class="field">Password<input type="password" name="password" autocomplete="current-password" required></label>
<p class="acts"><button class="main">Sign in</button></p>
</form>`,
  });

function listPage(bank: Bank, login: Login, password: string): Response {
  const given = [...bank.consents.values()].filter((consent) => consent.login === login);
  return bankPage(bank, {
    title: "Access that you have given",
    body:
      given.length === 0
        ? html`<p>You have given nobody access to your accounts.</p>`
        : html`<ul>${given.map((consent) => html`<li>${consentPart(bank, consent, login, password)}</li>`)}</ul>`,
  });
}

function consentPart(bank: Bank, consent: Consent, { userName }: Login, password: string): Html {
  const status = statusOfConsent(bank, consent);
  return html`<h2>Until ${consent.validUntil}</h2><p>${status === "valid" ? "In force" : `Not in force (${status})`}</p>
${
  status === "valid" &&
  html`<form method="post"><input type="hidden" name="userName" value="${userName}"><input type="hidden" name="password" value="${password}">
<p class="acts"><button name="consent" value="${consent.id}">Withdraw this access now</button></p></form>`
}`;
}
