import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { signInRefused } from "./audit-events.ts";
import type { SignInMethod } from "./view.ts";

/** A refused sign-in leaves its event too, in a transaction of its own since the attempt's is rolled back. */
export async function refusingSignIn<T>(
  ctx: Context,
  method: SignInMethod,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (refusal) {
    // That the database is away refuses nobody, and could not be written down either.
    if (refusal instanceof AppError && refusal.code !== "system.unavailable") {
      const { code } = refusal;
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, signInRefused({ method, code })));
    }
    throw refusal;
  }
}
