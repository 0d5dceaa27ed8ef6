import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, TenantId } from "#lib/kernel/id.ts";
import type { AccessNeed, BankSide } from "./access.ts";
import { holdShared } from "./lock-repository.ts";
import { judgeBankAccess, refuse } from "./require-access.ts";

/** How long a consent is held at the most. An end of it waits no longer than this, and lock waits end after five seconds. */
export const holdAtMostMs = 2_000;

export interface Held {
  /** For a short store under the same hold. A call to a bank needs no transaction. */
  readonly tx: Transaction;
  /** Aborts when the hold has to end. Whoever writes to a socket destroys it then, at once: only the end of `work` ends the hold. */
  readonly signal: AbortSignal;
}

export interface Reliance {
  readonly consentId: ConsentId;
  readonly need: AccessNeed;
  readonly bank: BankSide;
}

/**
 * Does `work` only if the consent covers it, and lets nobody end or change the consent until `work` is done.
 *
 * After a revocation has committed no work begins, and none that began is still unfinished: it is either before the
 * revocation, which waited for it, or finds the consent ended and is refused. So `work` is the writing of one request's
 * bytes, or one short store, and never the wait for a bank's answer: hand the pending answer out in an object.
 *
 * It takes one connection of the pool while it lasts; what `work` reads or writes goes through `held.tx`, not through
 * another transaction, which could wait for a connection that only this one would give back.
 */
export async function whileConsented<T>(
  ctx: Context,
  { consentId, need, bank }: Reliance,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await holdShared(tx, tenantOf(ctx), consentId);
    // In a statement of its own, so that it sees what was committed while the hold was waited for.
    refuse(need, await judgeBankAccess(tx, ctx, need, bank, consentId));
    return work({ tx, signal: AbortSignal.timeout(holdAtMostMs) });
  });
}

function tenantOf({ actor }: Context): TenantId {
  if (actor.type !== "job") throw new AppError("auth.forbidden", { holder: actor.type });
  return actor.tenantId;
}
