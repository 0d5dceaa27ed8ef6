import { desc, eq } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, CredentialId, EventId, ReceiptId } from "#lib/kernel/id.ts";
import { receipts } from "./schema.ts";

export type StoredReceipt = typeof receipts.$inferSelect;

export async function insertReceipt(tx: Transaction, receipt: StoredReceipt): Promise<void> {
  await tx
    .insert(receipts)
    .values(receipt)
    .onConflictDoNothing({ target: [receipts.tenantId, receipts.eventId] });
}

export async function hasReceipt(tx: Transaction, eventId: EventId): Promise<boolean> {
  const rows = await tx
    .select({ receiptId: receipts.receiptId })
    .from(receipts)
    .where(eq(receipts.eventId, eventId));
  return rows.length > 0;
}

/** Row security makes another person's receipt indistinguishable from a missing one. */
export async function findReceipt(tx: Transaction, receiptId: ReceiptId): Promise<StoredReceipt> {
  const [row] = await tx.select().from(receipts).where(eq(receipts.receiptId, receiptId));
  if (!row) throw new AppError("receipt.not_found", { receiptId });
  return row;
}

/** Those of one consent or one bank access, the latest first. */
export function listReceiptsOf(
  tx: Transaction,
  subjectId: ConsentId | CredentialId,
): Promise<readonly StoredReceipt[]> {
  return tx
    .select()
    .from(receipts)
    .where(eq(receipts.subjectId, subjectId))
    .orderBy(desc(receipts.issuedAt), desc(receipts.receiptId));
}
