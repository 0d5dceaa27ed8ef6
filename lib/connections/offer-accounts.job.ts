import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AspspError, passes } from "#lib/aspsp/failure.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { forgetPerson, readPersonPresent } from "#lib/authorisation/person-present.ts";
import { handle } from "#lib/jobs/handler.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionId } from "#lib/kernel/id.ts";
import { confirmationNeeded } from "./audit-events.ts";
import { need } from "./connection.ts";
import { isOver } from "./is-over.ts";
import { offerAccounts } from "./jobs.ts";
import type { LinkParts } from "./link-parts.ts";
import { readOffer } from "./read-offer.ts";
import { findConnection, lockConnection, saveConnection } from "./repository.ts";
import { isLacking } from "./require-link-consent.ts";
import { storeOffer } from "./store-offer.ts";

/**
 * Reads which accounts there are, while the person is still there. Run again it names the same accounts again. What the
 * bank refuses for good is the person's to hear of; what passes is tried again.
 */
export const offerAccountsHandler = (parts: Pick<LinkParts, "opener" | "banks" | "keys" | "endings">) =>
  handle({
    job: offerAccounts,
    authorise: async (ctx, { connectionId }) => {
      const { state } = await inTransaction(ctx, (tx) => findConnection(tx, connectionId));
      return state === "choosing" || state === "active" ? { run: true } : { run: false, reason: state };
    },
    run: async (ctx, { connectionId, authorisationId }, signal) => {
      requirePermission(ctx, "connection.work");
      const [connection, person] = await inTransaction(ctx, async (tx) => [
        await findConnection(tx, connectionId),
        await readPersonPresent(tx, ctx, authorisationId),
      ]);
      const watched = [connection.consentId, connectionId];
      using ending = parts.endings.watch(watched, () => isOver(ctx, connection));
      try {
        const over = AbortSignal.any([signal, ending.signal]);
        const offer = await readOffer(ctx, parts, connection, person, over);
        await storeOffer(ctx, parts, { connection, authorisationId, person }, offer);
      } catch (cause) {
        // Whatever broke: where what it takes is gone, nobody waits for this any more.
        if (ending.signal.aborted || isGone(cause)) return;
        if (!(cause instanceof AspspError)) throw cause;
        await ask(ctx, connectionId, cause);
        if (passes(cause.reason)) throw cause;
        await inTransaction(ctx, (tx) => forgetPerson(tx, ctx, authorisationId));
      }
    },
  });

const gone = ["connection.ended", "vault.not_sealed", "vault.unopenable"];

const isGone = (cause: unknown): boolean =>
  isLacking(cause) || (cause instanceof AppError && gone.includes(cause.code));

/** The person sees why nothing was named, and that they may try again. */
async function ask(ctx: Context, connectionId: ConnectionId, { reason }: AspspError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockConnection(tx, connectionId);
    if (before.state === "ended") return;
    const after = need(before, "confirm", reason, ctx.clock.now());
    if (after === before) return;
    await saveConnection(tx, before, after);
    await appendAudit(tx, ctx, confirmationNeeded({ connectionId, reason }));
  });
}
