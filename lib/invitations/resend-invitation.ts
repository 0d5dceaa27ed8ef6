import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { emailKey } from "#lib/identity/email.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type InvitationId, idSchema } from "#lib/kernel/id.ts";
import { invitationAskedAgain } from "./audit-events.ts";
import { listInvitedPeople } from "./gate-repository.ts";
import { resend } from "./invitation.ts";
import { limitInvitations, limitMailbox } from "./invitation-limits.ts";
import { sendInvitationMail } from "./jobs.ts";
import { findInvitation, lockInvitation, saveResent } from "./repository.ts";

export const ResendInvitation = z.strictObject({ invitationId: idSchema("inv") });
export type ResendInvitation = z.output<typeof ResendInvitation>;

/** Sends another mail, with another link and two more weeks. The link of the last one is dead when this returns. */
export async function resendInvitation(ctx: Context, { invitationId }: ResendInvitation): Promise<void> {
  const actor = requirePerson(ctx, "invitation.send");
  await limitInvitations(ctx, actor);
  await limitMailbox(ctx, actor, await inTransaction(ctx, (tx) => findMailbox(tx, invitationId)));
  await inTransaction(ctx, async (tx) => {
    const asked = await lockInvitation(tx, invitationId);
    const after = resend(asked, ctx.clock.now());
    await saveResent(tx, asked.invitation, after);
    const { tenantId, mailings: mailing } = after;
    await enqueue(tx, sendInvitationMail, { tenantId, invitationId, mailing });
    await appendAudit(tx, ctx, invitationAskedAgain({ invitationId, mailing }));
  });
}

/** Where the mail would go. Whoever has no address any more is written to by nobody. */
async function findMailbox(tx: Transaction, invitationId: InvitationId): Promise<string> {
  const { invitation } = await findInvitation(tx, invitationId);
  const email = (await listInvitedPeople(tx)).get(invitation.investorId)?.email ?? null;
  if (email === null) throw new AppError("invitation.not_open", { invitationId });
  return emailKey(email) ?? email;
}
