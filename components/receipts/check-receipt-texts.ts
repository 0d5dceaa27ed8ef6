import type { FormTexts } from "#components/ui/form-texts.ts";
import type { ReceiptFault } from "#lib/receipts/view.ts";

export interface CheckReceiptTexts extends FormTexts {
  readonly file: string;
  readonly fileHint: string;
  readonly text: string;
  readonly submit: string;
  readonly right: string;
  readonly rightBody: string;
  readonly proven: string;
  readonly unproven: string;
  readonly now: string;
  readonly wrong: string;
  readonly faults: Readonly<Record<ReceiptFault, string>>;
}
