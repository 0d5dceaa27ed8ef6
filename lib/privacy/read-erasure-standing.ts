import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { standingOf } from "./erasure.ts";
import { readStandingOf } from "./repository.ts";
import type { ErasureStandingView } from "./view.ts";

export const ReadErasureStanding = z.strictObject({ reference: idSchema("era") });
export type ReadErasureStanding = z.output<typeof ReadErasureStanding>;

/**
 * For whoever brings the reference that was given to the investor, who has no other way in any more: it is 122 random
 * bits, and there is nothing of anybody in the answer.
 */
export async function readErasureStanding(
  ctx: Context,
  { reference }: ReadErasureStanding,
): Promise<ErasureStandingView> {
  requirePermission(ctx, "privacy.readStanding");
  const rows = await inTransaction(ctx, (tx) => readStandingOf(tx, reference));
  const [first] = rows;
  if (!first) throw new AppError("privacy.erasure_not_found");
  return {
    reference,
    begunAt: first.begun_at.toISOString(),
    completedAt: first.completed_at?.toISOString() ?? null,
    standing: standingOf(rows),
    obligations: rows.map(({ kind, state, reason, until, settled_at }) => ({
      ...{ kind, state, reason },
      until: until?.toISOString() ?? null,
      settledAt: settled_at?.toISOString() ?? null,
    })),
  };
}
