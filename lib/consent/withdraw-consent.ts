import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { consentWithdrawn } from "./audit-events.ts";
import { withdraw } from "./consent.ts";
import { endConsent } from "./end-consent.ts";
import { withdrawalReasons } from "./history.ts";
import { lockConsent } from "./repository.ts";

export const WithdrawConsent = z.strictObject({
  consentId: idSchema("con"),
  reason: z.enum(withdrawalReasons).default("notSaid"),
  /** Whether the data goes now. Otherwise the firm keeps it for as long after the end as was agreed to. */
  deleteDataNow: z.boolean().optional(),
});
export type WithdrawConsent = z.output<typeof WithdrawConsent>;

/**
 * Effective when this returns: no data is read or shown under the consent afterwards. It asks for no proof of who the
 * person is beyond their session, as giving did not (GDPR Art. 7(3)). The credential stays: ending it is another act.
 */
export async function withdrawConsent(
  ctx: Context,
  { consentId, reason, deleteDataNow = false }: WithdrawConsent,
): Promise<void> {
  requirePermission(ctx, "consent.withdraw");
  await inTransaction(ctx, async (tx) => {
    const { consent: before, now } = await lockConsent(tx, consentId);
    const after = withdraw(before, now, deleteDataNow);
    const event = consentWithdrawn({ consentId, reason, deleteDataNow });
    await endConsent(tx, ctx, before, after, { reason, event });
  });
}
