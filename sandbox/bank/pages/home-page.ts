import { type Html, html } from "../../http/html.ts";
import { type Route, route } from "../../http/routes.ts";
import type { Bank } from "../bank.ts";
import type { BankPerson } from "../family/people.ts";
import { words } from "../script.ts";
import { bankPage } from "./bank-page.ts";

/** What a visitor of the demo has to know: who banks here, with which password, and how to cause trouble. */
export function homeRoute(bank: Bank): Route {
  return route("GET", "/", () =>
    bankPage(bank, {
      title: "Welcome",
      body: html`
<p>Nobody and nothing here is real. Sign in anywhere with one of these names and the password <code>${bank.password}</code>.</p>
<p><a href="/access">See and withdraw the access that you have given</a></p>
<h2>${plural(bank.userNameLabel)}</h2>
<table>
<thead><tr><th scope="col">${bank.userNameLabel}</th><th scope="col">Who</th>${bank.cardOf !== null && html`<th scope="col">Number of the access card</th>`}</tr></thead>
<tbody>${bank.people.map((person) => personRow(bank, person))}</tbody>
</table>
<h2>Trouble</h2>
<p>Words after a dot make the bank behave in a certain way, as in <code>sms.slow</code>; several can be joined. A mark after an @, as in <code>sms@2</code>, makes an access of its own with a phone of its own.</p>
<table>
<thead><tr><th scope="col">Word</th><th scope="col">What happens</th></tr></thead>
<tbody>${[...bank.words].map((word) => html`<tr><td><code>${word}</code></td><td>${words[word]}</td></tr>`)}</tbody>
</table>`,
    }),
  );
}

const plural = (label: string): string => `${label}s`;

const personRow = ({ cardOf }: Bank, person: BankPerson): Html =>
  html`<tr><td><code>${person.key}</code></td><td>${person.name}</td>${cardOf !== null && html`<td><code>${cardOf(person)}</code></td>`}</tr>`;
