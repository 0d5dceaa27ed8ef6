import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { consentTerminated } from "./audit-events.ts";
import { terminate } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { terminationReasons } from "./history.ts";
import { lockConsent } from "./repository.ts";

export const TerminateConsent = z.strictObject({
  consentId: idSchema("con"),
  reason: z.enum(terminationReasons),
});
export type TerminateConsent = z.output<typeof TerminateConsent>;

/** Compliance ends a consent for a stated reason, effective when this returns. Its investor sees who did it and why. */
export async function terminateConsent(ctx: Context, { consentId, reason }: TerminateConsent): Promise<void> {
  requirePermission(ctx, "consent.terminate");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const { consent: before, now } = await lockConsent(tx, consentId);
    const after = terminate(before, now);
    await endConsent(tx, ctx, before, after, { reason, event: consentTerminated({ consentId, reason }) });
  });
}
