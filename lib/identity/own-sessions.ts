import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { otherSessionsEnded, sessionEnded, signedOut } from "./audit-events.ts";
import { endOwnSession, endOwnSessionsExcept, listRunningSessions } from "./repository.ts";
import type { SessionView } from "./view.ts";

export const EndSession = z.strictObject({ sessionId: idSchema("ses") });
export type EndSession = z.output<typeof EndSession>;

export async function listOwnSessions(ctx: Context): Promise<readonly SessionView[]> {
  const person = requirePerson(ctx, "ownSession.read");
  const running = await inTransaction(ctx, (tx) => listRunningSessions(tx, person.personId));
  return running.map((session) => ({
    id: session.sessionId,
    current: session.sessionId === person.sessionId,
    device: session.device,
    method: session.method,
    startedAt: session.startedAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
  }));
}

/** The cookie is worth nothing when this returns, here and wherever it was copied to. */
export async function signOut(ctx: Context): Promise<void> {
  const person = requirePerson(ctx, "ownSession.leave");
  await inTransaction(ctx, async (tx) => {
    await endOwnSession(tx, person.sessionId, ctx.clock.now());
    await appendAudit(tx, ctx, signedOut({ sessionId: person.sessionId }));
  });
}

export async function endSession(ctx: Context, { sessionId }: EndSession): Promise<void> {
  requirePerson(ctx, "ownSession.end");
  await inTransaction(ctx, async (tx) => {
    const ended = await endOwnSession(tx, sessionId, ctx.clock.now());
    if (!ended) throw new AppError("identity.session_not_found", { sessionId });
    await appendAudit(tx, ctx, sessionEnded({ sessionId }));
  });
}

/** Ends every session of the person but the one that asks. */
export async function endOtherSessions(ctx: Context): Promise<void> {
  const person = requirePerson(ctx, "ownSession.end");
  await inTransaction(ctx, async (tx) => {
    const count = await endOwnSessionsExcept(tx, person.sessionId, ctx.clock.now());
    await appendAudit(tx, ctx, otherSessionsEnded({ count }));
  });
}
