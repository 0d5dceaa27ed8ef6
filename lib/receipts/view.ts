import type { ReceiptKind } from "./receipt.ts";

export interface ReceiptView {
  readonly id: string;
  readonly kind: ReceiptKind;
  readonly issuedAt: string;
}
