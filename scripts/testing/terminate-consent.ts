import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type TerminateConsent, terminateWithin } from "#lib/consent/terminate-consent.ts";
import { newId } from "#lib/kernel/id.ts";
import { lapseAfterMs, type StaffAct } from "#lib/oversight/oversight.ts";
import { insertAct } from "#lib/oversight/repository.ts";

/** Ends a consent as compliance does alone, by an act that is done in the same transaction, without the page that shows it. */
export async function terminateConsent(ctx: Context, { consentId, reason }: TerminateConsent): Promise<void> {
  const { tenantId, personId: by }: PersonActor = requirePerson(ctx, "consent.terminate");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const at = ctx.clock.now();
    const act: StaffAct = {
      ...{ tenantId, actId: newId("act"), kind: "consents.terminate", reason, state: "done" },
      ...{
        planned: 1,
        stays: 0,
        needsSecond: false,
        institutionId: null,
        advisorId: null,
        successorId: null,
      },
      ...{ proposed: { by, at }, lapsesAt: new Date(at.getTime() + lapseAfterMs) },
      ...{ decided: null, stopped: null, finishedAt: at },
    };
    await insertAct(tx, act, [consentId]);
    await terminateWithin(tx, ctx, { consentId, reason });
  });
}
