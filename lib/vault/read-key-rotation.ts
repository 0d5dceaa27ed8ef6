import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listRotations } from "./rotation-repository.ts";
import type { KeyRotationView } from "./view.ts";

/**
 * The moves to later key versions, the newest first: how much is left, since when, until when. One that was not
 * finished when the next began is left out, because the next counts what it had left.
 */
export async function readKeyRotations(ctx: Context): Promise<readonly KeyRotationView[]> {
  requirePermission(ctx, "keys.read");
  const rows = await inTransaction(ctx, (tx) => listRotations(tx));
  const isTakenOver = (row: (typeof rows)[number], at: number) =>
    row.finishedAt === null && rows.slice(0, at).some(({ keyName }) => keyName === row.keyName);
  const shown = rows.filter((row, at) => !isTakenOver(row, at));
  return shown.map((row) => ({
    keyVersion: row.kmsVersion,
    purpose: row.purpose,
    begunAt: row.begunAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    total: row.total,
    remaining: row.remaining,
    countedAt: row.countedAt.toISOString(),
  }));
}
