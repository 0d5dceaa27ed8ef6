import { type Html, html } from "../../http/html.ts";
import type { Bank } from "../bank.ts";

/** What this bank asks for when somebody signs in. */
export const signInFields = ({ userNameLabel, cardOf }: Bank, known: string): Html =>
  html`<label class="field">${userNameLabel}<input type="text" name="userName" value="${known}" autocomplete="username" required></label>
<label class="field">Password<input type="password" name="password" autocomplete="current-password" required></label>
${cardOf !== null && html`<label class="field">Number of the access card<input type="text" name="card" inputmode="numeric" autocomplete="off" required></label>`}`;
