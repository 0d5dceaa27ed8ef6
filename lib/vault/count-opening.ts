import type { Context } from "#lib/access/context.ts";
import { countTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { openingsAboveNorm } from "./audit-events.ts";
import type { Opener } from "./sealer.ts";
import { VaultError } from "./vault-error.ts";

const minute = { name: "vault.open", windowSeconds: 60 };

/**
 * A worker that was taken over can open no more than this. The first opening of a minute that is above the norm
 * raises the alarm, long before the limit is reached; those above the limit are refused.
 */
export async function countOpening(ctx: Context, opener: Opener): Promise<void> {
  if (ctx.actor.type !== "job") throw new AppError("auth.forbidden");
  const { tenantId } = ctx.actor;
  const { openingsNorm, openingsPerMinute } = opener;
  const opened = await countTurn(ctx, minute, tenantId);
  if (opened === openingsNorm + 1) {
    opener.warn("vault.openings_above_norm", { tenantId, openingsNorm, openingsPerMinute });
    await inTransaction(ctx, (tx) =>
      appendAudit(tx, ctx, openingsAboveNorm({ openingsNorm, openingsPerMinute })),
    );
  }
  if (opened > openingsPerMinute) throw new VaultError("tooManyOpenings");
}
