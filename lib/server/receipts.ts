import "server-only";

import type { Context } from "#lib/access/context.ts";
import { parseNoteKey } from "#lib/audit/note.ts";
import { webConfig } from "#lib/config/web-config.ts";
import type { ConsentId, ReceiptId } from "#lib/kernel/id.ts";
import { isLocale, type Locale } from "#lib/kernel/locale.ts";
import { checkReceipt, parseReceiptKeys } from "#lib/receipts/check-receipt.ts";
import { type DescribedReceipt, describeReceipt } from "#lib/receipts/describe-receipt.ts";
import { placeSaid, printReceipt } from "#lib/receipts/print-receipt.ts";
import { listReceipts, lookAtReceipt, readReceipt } from "#lib/receipts/read-receipt.ts";
import { formatReceiptFile } from "#lib/receipts/receipt-file.ts";
import type { ReceiptCheckView, ReceiptView } from "#lib/receipts/view.ts";
import { readAuditKeys, readReceiptKeys } from "./published-keys.ts";

/** What was signed of one consent, the latest first. */
export const receiptsOfConsent = (ctx: Context, consentId: ConsentId): Promise<readonly ReceiptView[]> =>
  listReceipts(ctx, consentId);

/** The signed file, to keep. */
export async function receiptToKeep(ctx: Context, receiptId: ReceiptId): Promise<string> {
  return formatReceiptFile(await readReceipt(ctx, webConfig().auditOrigin, receiptId));
}

/** The same for reading on paper. */
export async function receiptOnPaper(ctx: Context, receiptId: ReceiptId, locale: Locale): Promise<Buffer> {
  const { auditOrigin, origin } = webConfig();
  const file = await readReceipt(ctx, auditOrigin, receiptId);
  return printReceipt(file, locale, `${origin}/check-receipt`);
}

export interface ReceiptOfFirm {
  readonly subjectId: string;
  readonly described: DescribedReceipt;
  readonly checkAddress: string;
}

/** One receipt in the reader's language, for the firm's staff, and the two forms in which they hand it on. */
export async function readReceiptOfFirm(
  ctx: Context,
  receiptId: ReceiptId,
  locale: Locale,
): Promise<ReceiptOfFirm> {
  const { auditOrigin, origin } = webConfig();
  const { file, subjectId } = await lookAtReceipt(ctx, auditOrigin, receiptId);
  const described = describeReceipt(file.receipt, placeSaid(file.proof), locale);
  return { subjectId, described, checkAddress: `${origin}/check-receipt` };
}

export async function receiptOfFirmToKeep(ctx: Context, receiptId: ReceiptId): Promise<string> {
  return formatReceiptFile((await lookAtReceipt(ctx, webConfig().auditOrigin, receiptId)).file);
}

export async function receiptOfFirmOnPaper(
  ctx: Context,
  receiptId: ReceiptId,
  locale: Locale,
): Promise<Buffer> {
  const { auditOrigin, origin } = webConfig();
  const { file } = await lookAtReceipt(ctx, auditOrigin, receiptId);
  return printReceipt(file, locale, `${origin}/check-receipt`);
}

/** Checks what anybody brings with the keys that are published; nothing of it is kept. */
export async function checkBroughtReceipt(text: string, locale: string): Promise<ReceiptCheckView> {
  const [keySet, lines] = await Promise.all([readReceiptKeys(), readAuditKeys()]);
  const log = lines.trimEnd().split("\n").map(parseNoteKey);
  const keys = { receipts: parseReceiptKeys(keySet), log };
  const checked = checkReceipt(text, keys);
  if (checked.fault !== null) return { fault: checked.fault };
  const place = checked.place && {
    index: checked.place.index,
    size: checked.place.checkpoint.size,
    origin: checked.place.checkpoint.origin,
  };
  const described = describeReceipt(checked.receipt, place, isLocale(locale) ? locale : "en");
  return { fault: null, isProven: place !== null, ...described };
}
