import { type Html, html } from "../../http/html.ts";
import type { Bank } from "../bank.ts";
import { accountsWithin } from "../consent.ts";
import type { Authorisation, Consent } from "../consent-model.ts";
import type { NamedAccount } from "../profile.ts";
import { type Method, methodsOf } from "../sca/methods.ts";
import type { Errand } from "../tickets.ts";
import { bankPage, problemNote } from "./bank-page.ts";
import { keyForm, keyScript } from "./key-form.ts";
import { signInFields } from "./sign-in-fields.ts";

export interface Visit {
  readonly bank: Bank;
  readonly ticket: string;
  readonly errand: Errand;
  readonly consent: Consent;
  readonly authorisation: Authorisation;
}

export const methodsOnPage = ({ login }: Consent): readonly Method[] =>
  login === null ? [] : methodsOf(login, false);

/** Chromium holds the redirect that answers a form to the page's policy, so the caller's origins are named. */
function leadsTo({ errand, consent }: Visit): string[] {
  const addresses = [errand.oauth?.redirectUri, consent.redirectUri, consent.nokRedirectUri];
  return [...new Set(addresses.flatMap((address) => (address ? [new URL(address).origin] : [])))];
}

const declineButton = html`<button name="act" value="decline" formnovalidate>Decline</button>`;

export function signInPage(visit: Visit, problem: string | null): Response {
  const known = visit.consent.login?.userName ?? "";
  return bankPage(visit.bank, {
    title: "Sign in to give access",
    leadsTo: leadsTo(visit),
    body: html`
${problemNote(problem)}
<form method="post">
${signInFields(visit.bank, known)}
<p class="acts"><button class="main" name="act" value="sign-in">Sign in</button>${declineButton}</p>
</form>`,
  });
}

/** Who wants what for how long, before anything is confirmed. */
export function reviewPage(visit: Visit, problem: string | null): Response {
  const { consent } = visit;
  const methods = methodsOnPage(consent);
  return bankPage(visit.bank, {
    title: "Give access to your accounts?",
    leadsTo: leadsTo(visit),
    body: html`
${problemNote(problem)}
<dl>
<dt>Who asks</dt><dd>${consent.redirectUri === null ? "A service" : new URL(consent.redirectUri).host}</dd>
<dt>For how long</dt><dd>until ${consent.validUntil}, up to ${consent.frequencyPerDay} times a day without you</dd>
<dt>What</dt><dd>to read and nothing else: ${whatOf(consent)}</dd>
</dl>
<form method="post">
${accountsPart(visit)}
${methods.length > 1 && methodChoice(methods)}
<p class="acts"><button class="main" name="act" value="give">Give access until ${consent.validUntil}</button>${declineButton}</p>
</form>`,
  });
}

function whatOf({ access }: Consent): string {
  if (access.kind === "list") return "the list of accounts";
  return access.kind === "listWithBalances"
    ? "the list of accounts and their balances"
    : "accounts, balances and transactions";
}

const nameOfAccount = ({ name, iban, maskedPan, bban, currency }: NamedAccount): string =>
  `${name}, ${iban ?? maskedPan ?? bban}, ${currency}`;

function accountsPart({ bank, consent }: Visit): Html {
  const isLeftToPerson = consent.access.kind === "personPicks";
  const accounts =
    isLeftToPerson && consent.login
      ? bank.accountsOf(consent.login, consent.script)
      : accountsWithin(bank, consent, "accounts");
  if (accounts.length === 0) return html`<p>There is no account that could be read.</p>`;
  if (!isLeftToPerson) return html`<ul>${accounts.map((one) => html`<li>${nameOfAccount(one)}</li>`)}</ul>`;
  return html`<fieldset><legend>Which accounts</legend>${accounts.map(
    (one) =>
      html`<label class="choice"><input type="checkbox" name="account" value="${one.id}"><span>${nameOfAccount(one)}</span></label>`,
  )}</fieldset>`;
}

const methodChoice = (methods: readonly Method[]): Html =>
  html`<fieldset><legend>How you confirm</legend>${methods.map(
    ({ id, name }, at) =>
      html`<label class="choice"><input type="radio" name="method" value="${id}"${at === 0 && html` checked`}><span>${name}</span></label>`,
  )}</fieldset>`;

const waitScript = `
const look = async () => {
  const answer = await fetch(location.pathname + "/status").then((one) => one.json()).catch(() => ({ waits: true }));
  if (answer.waits) setTimeout(look, 1000);
  else location.reload();
};
setTimeout(look, 1000);
`;

export function challengePage(visit: Visit, problem: string | null): Response {
  const { authorisation, bank } = visit;
  const method = authorisation.challenge?.method;
  const isKey = method?.kind === "key";
  const waits = method?.decoupled === true;
  return bankPage(bank, {
    title: method?.name ?? "Confirm",
    leadsTo: leadsTo(visit),
    ...(isKey ? { script: keyScript } : waits ? { script: waitScript } : {}),
    body: html`
${problemNote(problem)}
<p>${method?.explanation ?? null}</p>
${isKey ? keyForm : waits ? waitPart : codePart(authorisation)}
<form method="post"><p class="acts"><button name="act" value="again">Confirm in another way</button>${declineButton}</p></form>`,
  });
}

const waitPart = html`<p role="status">We are waiting for your phone.</p>
<noscript><p><a href="">I have approved: go on</a></p></noscript>`;

function codePart({ challenge }: Authorisation): Html {
  const data = challenge?.data;
  return html`${data?.image ? html`<img src="data:image/png;base64,${data.image}" alt="The picture to scan with your phone">` : null}
<p>${data?.additionalInformation ?? null}</p>
<form method="post">
<label class="field">Code<input type="text" name="code" autocomplete="one-time-code" inputmode="${data?.otpFormat === "characters" ? "text" : "numeric"}" maxlength="${data?.otpMaxLength ?? 8}" required></label>
<p class="acts"><button class="main" name="act" value="answer">Confirm</button></p>
</form>`;
}
