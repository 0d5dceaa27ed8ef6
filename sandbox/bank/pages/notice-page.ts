import { html } from "../../http/html.ts";
import type { Bank } from "../bank.ts";
import { bankPage } from "./bank-page.ts";

/** An ending: what happened, in one or two sentences. */
export const noticePage = (bank: Bank, title: string, text: string, status = 200): Response =>
  bankPage(bank, { title, status, body: html`<p>${text}</p>` });
