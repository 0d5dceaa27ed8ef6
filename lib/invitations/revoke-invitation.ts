import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { takeRequestBackWithin } from "#lib/consent/take-request-back.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { invitationTakenBack } from "./audit-events.ts";
import { revoke } from "./invitation.ts";
import { forgetInvitedPeople } from "./jobs.ts";
import { lockInvitation, saveRevoked } from "./repository.ts";

export const RevokeInvitation = z.strictObject({ invitationId: idSchema("inv") });
export type RevokeInvitation = z.output<typeof RevokeInvitation>;

/**
 * The link is dead and the request is over when this returns, as long as nobody has agreed to it: a consent that was
 * given is its investor's to end. Whoever was never here is forgotten right after.
 */
export async function revokeInvitation(ctx: Context, { invitationId }: RevokeInvitation): Promise<void> {
  requirePerson(ctx, "invitation.revoke");
  await inTransaction(ctx, async (tx) => {
    const asked = await lockInvitation(tx, invitationId);
    const after = revoke(asked, ctx.clock.now());
    const { tenantId, consentId } = after;
    await saveRevoked(tx, asked.invitation, after);
    await takeRequestBackWithin(tx, ctx, consentId);
    await enqueue(tx, forgetInvitedPeople, { tenantId });
    await appendAudit(tx, ctx, invitationTakenBack({ invitationId, consentId }));
  });
}
