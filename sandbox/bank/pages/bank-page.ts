import { type Html, html, type Renderable } from "../../http/html.ts";
import { pageAnswer } from "../../http/page.ts";
import type { Bank } from "../bank.ts";

export interface BankView {
  readonly title: string;
  readonly body: Renderable;
  /** Besides the bank itself, where a form may end up. */
  readonly leadsTo?: readonly string[];
  readonly script?: string;
  readonly status?: number;
}

/** Every page of the bank: its name above, what it is about below. Each works without a script. */
export function bankPage(bank: Bank, { title, body, leadsTo = [], script, status }: BankView): Response {
  return pageAnswer({
    title: `${title} · ${bank.name}`,
    styles: ["/theme.css", "/bank.css"],
    bodyClass: "bank",
    formTargets: ["'self'", ...leadsTo],
    ...(script === undefined ? {} : { script }),
    ...(status === undefined ? {} : { status }),
    body: html`
<header class="brand"><p class="name">${bank.name}</p><p class="mark">Demo only · an invented bank</p></header>
<main>
<h1>${title}</h1>
${body}
</main>`,
  });
}

export const problemNote = (problem: string | null): Html | null =>
  problem === null ? null : html`<p class="problem" role="alert">${problem}</p>`;
