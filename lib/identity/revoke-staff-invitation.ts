import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { staffInvitationTakenBack } from "./audit-events.ts";
import { findStaffInvitation, saveStaffInvitationRevoked } from "./staff-repository.ts";

export const RevokeStaffInvitation = z.strictObject({ staffInvitationId: idSchema("siv") });
export type RevokeStaffInvitation = z.output<typeof RevokeStaffInvitation>;

/** The link is dead when this returns. It needs no fresh proof: it closes a door. */
export async function revokeStaffInvitation(
  ctx: Context,
  { staffInvitationId }: RevokeStaffInvitation,
): Promise<void> {
  requirePerson(ctx, "person.invite");
  await inTransaction(ctx, async (tx) => {
    await findStaffInvitation(tx, staffInvitationId);
    await saveStaffInvitationRevoked(tx, staffInvitationId, ctx.clock.now());
    await appendAudit(tx, ctx, staffInvitationTakenBack({ staffInvitationId }));
  });
}
