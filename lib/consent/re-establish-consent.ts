import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type ConsentId, idSchema, newId } from "#lib/kernel/id.ts";
import { consentReEstablished } from "./audit-events.ts";
import { type OpenConsent, reEstablish } from "./consent.ts";
import { coversOf } from "./covers.ts";
import { recordAct } from "./record-act.ts";
import { databaseNow, findConsent, insertConsent, readFirm } from "./repository.ts";
import { addDays, answerWithinDays } from "./validity.ts";

export const ReEstablishConsent = z.strictObject({ consentId: idSchema("con") });
export type ReEstablishConsent = z.output<typeof ReEstablishConsent>;

/** A new consent with what the ended one was about, still to be read and given. The ended one stays as it ended. */
export async function reEstablishConsent(ctx: Context, input: ReEstablishConsent): Promise<ConsentId> {
  const { tenantId, personId } = requirePerson(ctx, "consent.reEstablish");

  return inTransaction(ctx, async (tx) => {
    const { terms, accountIds, consentId: replacesId } = reEstablish(await findConsent(tx, input.consentId));
    const now = await databaseNow(tx);
    const { region } = await readFirm(tx, tenantId);
    const consent: OpenConsent = {
      ...{ tenantId, consentId: newId("con"), investorId: personId, state: "requested", revision: 1 },
      ...{ terms, accountIds, region, requestedBy: personId, requestedAt: now },
      ...{ answerBy: addDays(now, answerWithinDays), replacesId },
    };
    await insertConsent(tx, consent);
    const event = consentReEstablished({ ...coversOf(consent), replacesId });
    await recordAct(tx, ctx, consent, { act: "reEstablished", at: now, reason: null, event });
    return consent.consentId;
  });
}
