import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { readInclusionProof } from "#lib/audit/read-inclusion-proof.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, CredentialId, EventId, ReceiptId } from "#lib/kernel/id.ts";
import { type ReceiptFile, receiptFile } from "./receipt-file.ts";
import { findReceipt, listReceiptsOf } from "./repository.ts";
import type { ReceiptView } from "./view.ts";

/** A receipt as its holder or compliance keeps it, with the proof once a signed checkpoint covers the act. */
export async function readReceipt(ctx: Context, origin: string, receiptId: ReceiptId): Promise<ReceiptFile> {
  requirePermission(ctx, "receipt.read");
  const { statement, eventId } = await inTransaction(ctx, (tx) => findReceipt(tx, receiptId));
  return receiptFile(statement, await proofOf(ctx, origin, eventId));
}

export interface LookedAtReceipt {
  readonly file: ReceiptFile;
  /** The consent or the credential that it is about. */
  readonly subjectId: ConsentId | CredentialId;
}

/** The same for the firm's staff: that somebody looked at what a receipt is about is an entry of its own. */
export async function lookAtReceipt(
  ctx: Context,
  origin: string,
  receiptId: ReceiptId,
): Promise<LookedAtReceipt> {
  requirePermission(ctx, "receipt.read");
  const { statement, eventId, subjectId } = await inTransaction(ctx, async (tx) => {
    const found = await findReceipt(tx, receiptId);
    const what = found.kind === "credentialDeleted" ? "credential" : "consent";
    await appendAudit(tx, ctx, staffLooked({ what, id: found.subjectId }));
    return found;
  });
  return { file: receiptFile(statement, await proofOf(ctx, origin, eventId)), subjectId };
}

async function proofOf(ctx: Context, origin: string, eventId: EventId): Promise<string | null> {
  try {
    return (await readInclusionProof(ctx, origin, eventId)).proof;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "audit.proof_not_found") return null;
    throw cause;
  }
}

/** The receipts of one consent or one bank access, the latest first; none while the worker has not signed. */
export async function listReceipts(
  ctx: Context,
  subjectId: ConsentId | CredentialId,
): Promise<readonly ReceiptView[]> {
  requirePermission(ctx, "receipt.read");
  const found = await inTransaction(ctx, (tx) => listReceiptsOf(tx, subjectId));
  return found.map(({ receiptId, kind, issuedAt }) => ({
    ...{ id: receiptId, kind, issuedAt: issuedAt.toISOString() },
  }));
}

/** The latest receipt of each of these, for a use case that lists them. */
export async function latestReceipts(
  tx: Transaction,
  subjectIds: readonly (ConsentId | CredentialId)[],
): Promise<ReadonlyMap<string, ReceiptId>> {
  if (subjectIds.length === 0) return new Map();
  const found = await listReceiptsOf(tx, ...subjectIds);
  return new Map(found.toReversed().map(({ subjectId, receiptId }) => [subjectId, receiptId]));
}
