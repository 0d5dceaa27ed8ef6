import type { DescribedReceipt } from "./describe-receipt.ts";
import type { ReceiptKind } from "./receipt.ts";

export type { DescribedReceipt };

export interface ReceiptView {
  readonly id: string;
  readonly kind: ReceiptKind;
  readonly issuedAt: string;
}

/** Why a file is not believed. */
export type ReceiptFault = "unreadable" | "signatureUnknown" | "signatureWrong" | "proofWrong";

/** What became of a check: why a file is not believed, or what it says in the reader's language. */
export type ReceiptCheckView =
  | { readonly fault: ReceiptFault }
  | ({ readonly fault: null; readonly isProven: boolean } & DescribedReceipt);
