import { readUnverified } from "#lib/audit/checkpoint.ts";
import { parseProof } from "#lib/audit/inclusion-proof.ts";
import { translator } from "#lib/i18n/messages.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { describeReceipt, type Place } from "./describe-receipt.ts";
import { formatReceiptFile, type ReceiptFile } from "./receipt-file.ts";
import { renderPdf } from "./render-pdf.ts";

/** A receipt for reading, on A4, with the file that proves it attached. `checkAddress` is where anybody checks it. */
export async function printReceipt(file: ReceiptFile, locale: Locale, checkAddress: string): Promise<Buffer> {
  const { receipt } = file;
  const t = translator(locale, "receipt.notes");
  const name = `${receipt.receiptId}.json`;
  const { title, issuer, lead, facts } = describeReceipt(receipt, placeSaid(file.proof), locale);
  const issued = new Date(receipt.issuedAt);
  const at = formatDateTime(locale, receipt.issuedAt);
  const notes = [
    t("id", { id: receipt.receiptId, at, issuer: receipt.processor.id, firm: issuer }),
    t("signed", { file: name }),
    t("check", { address: checkAddress }),
  ];
  const attached = { name, bytes: Buffer.from(formatReceiptFile(file)) };
  return renderPdf({ locale, title, issuer, lead, facts, notes, attached }, issued);
}

/** What the file's own proof says; whoever wants to know whether it is so checks the file. */
export function placeSaid(proof: string | null): Place {
  const parsed = proof === null ? null : parseProof(proof);
  const checkpoint = parsed && readUnverified(parsed.note);
  return parsed && checkpoint
    ? { index: parsed.index, size: checkpoint.size, origin: checkpoint.origin }
    : null;
}
