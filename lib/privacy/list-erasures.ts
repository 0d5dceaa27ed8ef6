import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { standingOf } from "./erasure.ts";
import { listErasuresSeen } from "./repository.ts";
import type { ErasureView } from "./view.ts";

const most = 500;

/** The firm's erasures with their ledgers, the latest first. */
export async function listErasures(ctx: Context): Promise<readonly ErasureView[]> {
  requirePermission(ctx, "privacy.readErasures");
  const found = await inTransaction(ctx, (tx) => listErasuresSeen(tx, most));
  return found.map(({ erasure, obligations }) => ({
    reference: erasure.erasureId,
    investorId: erasure.investorId,
    begunAt: erasure.begunAt.toISOString(),
    completedAt: erasure.completedAt?.toISOString() ?? null,
    evidenceUntil: erasure.evidenceUntil.toISOString(),
    standing: standingOf(obligations),
    obligations: obligations.map(({ kind, subjectId, state, reason, until, settledAt }) => ({
      ...{ kind, about: subjectId, state, reason },
      until: until?.toISOString() ?? null,
      settledAt: settledAt?.toISOString() ?? null,
    })),
  }));
}
