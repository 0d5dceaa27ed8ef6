import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { consentDeclined } from "./audit-events.ts";
import { decline } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { declineReasons } from "./history.ts";
import { lockConsent } from "./repository.ts";

export const DeclineConsent = z.strictObject({
  consentId: idSchema("con"),
  reason: z.enum(declineReasons).default("notSaid"),
});
export type DeclineConsent = z.output<typeof DeclineConsent>;

/** Saying no is an answer, with or without a reason. */
export async function declineConsent(ctx: Context, { consentId, reason }: DeclineConsent): Promise<void> {
  requirePermission(ctx, "consent.decide");
  await inTransaction(ctx, async (tx) => {
    const { consent: before, now } = await lockConsent(tx, consentId);
    const after = decline(before, now);
    await endConsent(tx, ctx, before, after, { reason, event: consentDeclined({ consentId, reason }) });
  });
}
