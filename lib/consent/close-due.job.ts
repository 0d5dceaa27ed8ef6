import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { consentExpired } from "./audit-events.ts";
import { endLawfulBases } from "./basis-repository.ts";
import { type EndedConsent, expire } from "./consent.ts";
import { listFirmsWithDue, lockDue, saveExpired } from "./due-repository.ts";
import { removeGrantsOf } from "./grant-repository.ts";
import { closeDueConsents, findDueConsents } from "./jobs.ts";
import { holdThoseFree } from "./lock-repository.ts";
import { recordAct } from "./record-act.ts";

/** How many one transaction closes: few enough that the audit log's sequencer never waits long for it. */
const batch = 200;

export const findDueConsentsHandler = handle({
  job: findDueConsents,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "consent.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const tenantId of await listFirmsWithDue(tx)) await enqueue(tx, closeDueConsents, { tenantId });
    });
  },
});

/**
 * Closes what has passed its end. Nothing is visible by it since that very moment; this notes it, takes the grants
 * away and leaves the events. Batch after batch, so that ten thousand ends in one minute are no burst.
 */
export const closeDueConsentsHandler = handle({
  job: closeDueConsents,
  authorise: async () => ({ run: true }),
  run: async (ctx, { tenantId }, signal) => {
    requirePermission(ctx, "consent.close");
    let closed = batch;
    while (closed > 0) {
      signal.throwIfAborted();
      closed = await inTransaction(ctx, (tx) => closeSome(tx, ctx, tenantId as TenantId));
    }
  },
});

/** Leaves those alone under which a request is just being sent; the next round closes them. */
async function closeSome(tx: Transaction, ctx: Context, tenantId: TenantId): Promise<number> {
  const { due, now } = await lockDue(tx, batch);
  const free = await holdThoseFree(
    tx,
    tenantId,
    due.map(({ consentId }) => consentId),
  );
  const ended = due.filter(({ consentId }) => free.has(consentId)).map((consent) => expire(consent, now));
  if (ended.length === 0) return 0;
  await saveAll(tx, ended, now);
  for (const consent of ended) await witness(tx, ctx, consent);
  return ended.length;
}

async function saveAll(tx: Transaction, ended: readonly EndedConsent[], now: Date): Promise<void> {
  const written = await saveExpired(tx, ended);
  if (written !== ended.length) throw new AppError("consent.changed", { written, ended: ended.length });
  const ids = ended.map(({ consentId }) => consentId);
  await removeGrantsOf(tx, ids);
  await endLawfulBases(tx, ids, now);
}

async function witness(tx: Transaction, ctx: Context, consent: EndedConsent): Promise<void> {
  const { consentId, endedAt: at } = consent;
  const reason = consent.validity ? "timePassed" : "notAnswered";
  await recordAct(tx, ctx, consent, {
    act: "expired",
    at,
    reason,
    event: consentExpired({ consentId, reason }),
  });
}
