import type { Locale } from "#lib/kernel/locale.ts";
import type { ReceiptFact } from "./describe-receipt.ts";

/** What is printed of a receipt, in the reader's words; the signed file attached to it is what proves. */
export interface PrintedDocument {
  readonly locale: Locale;
  readonly title: string;
  /** Who issues it, above the title. */
  readonly issuer: string;
  readonly lead: string;
  readonly facts: readonly ReceiptFact[];
  /** How to check it, what is signed: set small, at the end. */
  readonly notes: readonly string[];
  readonly attached: { readonly name: string; readonly bytes: Buffer };
}
