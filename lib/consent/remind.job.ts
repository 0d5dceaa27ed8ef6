import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";
import { insertReminders, listEnding, listFirmsWithEndings, type Reminder } from "./due-repository.ts";
import { findReminders, remind, sendReminder } from "./jobs.ts";
import { dueReminder } from "./validity.ts";

const batch = 200;

export const findRemindersHandler = handle({
  job: findReminders,
  authorise: async () => ({ run: true }),
  run: async (ctx) => {
    requirePermission(ctx, "consent.findDue");
    await inTransaction(ctx, async (tx) => {
      for (const tenantId of await listFirmsWithEndings(tx)) await enqueue(tx, remind, { tenantId });
    });
  },
});

/** Notes each reminder once, for the app to show, and has it mailed. */
export const remindHandler = handle({
  job: remind,
  authorise: async () => ({ run: true }),
  run: async (ctx, _payload, signal) => {
    requirePermission(ctx, "consent.remind");
    let after: ConsentId | null = null;
    do {
      signal.throwIfAborted();
      after = await remindSome(ctx, after);
    } while (after !== null);
  },
});

/** The last consent that was looked at, or `null` when there are no more. */
async function remindSome(ctx: Context, after: ConsentId | null): Promise<ConsentId | null> {
  return inTransaction(ctx, async (tx) => {
    const { ending, now } = await listEnding(tx, after, batch);
    const noted = await insertReminders(
      tx,
      ending.flatMap((consent) => remindersOf(consent, now)),
    );
    for (const { tenantId, consentId, validUntil, daysBefore } of noted) {
      const payload = { tenantId, consentId, validUntil: validUntil.toISOString(), daysBefore };
      await enqueue(tx, sendReminder, payload);
    }
    return ending.length === batch ? (ending.at(-1)?.consentId ?? null) : null;
  });
}

function remindersOf(consent: GivenConsent, now: Date): readonly Reminder[] {
  const { tenantId, consentId, investorId, confirmedAt, validUntil } = consent;
  const daysBefore = dueReminder(confirmedAt, validUntil, now);
  return daysBefore === null
    ? []
    : [{ tenantId, consentId, investorId, validUntil, daysBefore, madeAt: now }];
}
