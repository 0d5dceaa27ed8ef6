import { html } from "../../http/html.ts";
import { type Route, route } from "../../http/routes.ts";
import type { Bank } from "../bank.ts";
import { demoPassword, people } from "../family/people.ts";
import { words } from "../script.ts";
import { bankPage } from "./bank-page.ts";

/** What a visitor of the demo has to know: who banks here, with which password, and how to cause trouble. */
export function homeRoute(bank: Bank): Route {
  return route("GET", "/", () =>
    bankPage(bank, {
      title: "Welcome",
      body: html`
<p>Nobody and nothing here is real. Sign in anywhere with one of these user names and the password <code>${demoPassword}</code>.</p>
<p><a href="/access">See and withdraw the access that you have given</a></p>
<h2>User names</h2>
<table>
<thead><tr><th scope="col">User name</th><th scope="col">Who</th></tr></thead>
<tbody>${people.map(({ key, name }) => html`<tr><td><code>${key}</code></td><td>${name}</td></tr>`)}</tbody>
</table>
<h2>Trouble</h2>
<p>Words after a dot make the bank behave in a certain way, as in <code>sms.slow</code>; several can be joined. A mark after an @, as in <code>sms@2</code>, makes an access of its own with a phone of its own.</p>
<table>
<thead><tr><th scope="col">Word</th><th scope="col">What happens</th></tr></thead>
<tbody>${Object.entries(words).map(([word, meaning]) => html`<tr><td><code>${word}</code></td><td>${meaning}</td></tr>`)}</tbody>
</table>`,
    }),
  );
}
