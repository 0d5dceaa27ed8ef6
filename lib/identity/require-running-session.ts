import { isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { isSessionRunning } from "./repository.ts";

/**
 * For what goes on longer than a request: refuses once the session by which it was begun is over or its person was
 * disabled. Looking on is no use of a session, so it is not kept alive by this.
 */
export async function requireRunningSession(tx: Transaction, { actor }: Context): Promise<void> {
  if (!isPerson(actor)) throw new AppError("auth.unauthenticated");
  if (!(await isSessionRunning(tx, actor.sessionId))) throw new AppError("auth.session_expired");
}
