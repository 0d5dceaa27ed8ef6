import type { Locale } from "#lib/kernel/locale.ts";

/** What is printed of a receipt, in the reader's words; the signed JSON beside it is what proves. */
export interface PrintedDocument {
  readonly locale: Locale;
  readonly title: string;
  /** Who issues it, above the title. */
  readonly issuer: string;
  readonly lead: string;
  readonly facts: readonly PrintedFact[];
  /** How to check it, what is signed: set small, at the end. */
  readonly notes: readonly string[];
}

export interface PrintedFact {
  readonly term: string;
  readonly lines: readonly string[];
}
