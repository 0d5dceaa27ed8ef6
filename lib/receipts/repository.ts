import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, CredentialId, EventId, ReceiptId, TenantId } from "#lib/kernel/id.ts";
import type { Receipt } from "./receipt.ts";
import { receipts } from "./schema.ts";

export type Controller = Receipt["controller"];

export type StoredReceipt = typeof receipts.$inferSelect;

/** Whether it was kept: an act that has its receipt gets no second one. */
export async function insertReceipt(tx: Transaction, receipt: StoredReceipt): Promise<boolean> {
  const written = await tx
    .insert(receipts)
    .values(receipt)
    .onConflictDoNothing({ target: [receipts.tenantId, receipts.eventId] })
    .returning({ receiptId: receipts.receiptId });
  return written.length === 1;
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

/** Those of a consent or a bank access, the latest first. */
export function listReceiptsOf(
  tx: Transaction,
  ...subjectIds: readonly (ConsentId | CredentialId)[]
): Promise<readonly StoredReceipt[]> {
  return tx
    .select()
    .from(receipts)
    .where(inArray(receipts.subjectId, subjectIds))
    .orderBy(desc(receipts.issuedAt), desc(receipts.receiptId));
}

/** Those for these acts. An act has one at the most. */
export function listReceiptsFor(
  tx: Transaction,
  eventIds: readonly EventId[],
): Promise<readonly StoredReceipt[]> {
  return tx
    .select()
    .from(receipts)
    .where(inArray(receipts.eventId, [...eventIds]))
    .orderBy(asc(receipts.issuedAt), asc(receipts.receiptId));
}

/** The firm as receipts name it. */
export async function readController(tx: Transaction, tenantId: TenantId): Promise<Controller> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select name from tenants where tenant_id = ${tenantId}`,
  );
  if (!rows[0]) throw new AppError("request.not_found");
  return { id: tenantId, name: rows[0].name };
}
