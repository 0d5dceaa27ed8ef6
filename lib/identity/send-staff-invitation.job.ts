import { requirePermission } from "#lib/access/permissions.ts";
import { faceOf } from "#lib/access/roles.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { StaffInvitationId } from "#lib/kernel/id.ts";
import { staffInvitationMailed } from "./audit-events.ts";
import { sendStaffInvitation } from "./jobs.ts";
import type { SendMail } from "./mail.ts";
import { readPersonWithFirm } from "./repository.ts";
import { stateOfStaffInvitation } from "./staff-invitation.ts";
import { staffInvitationMail } from "./staff-invitation-mail.ts";
import { findStaffInvitation, saveStaffMailed, saveStaffToken } from "./staff-repository.ts";
import { newToken } from "./token.ts";

/**
 * The mail server is talked to outside of any transaction, after the link's hash was written. A worker that ends in
 * between has sent a link that the retry replaces by another one: at least once, and one works.
 */
export const sendStaffInvitationHandler = (
  sendMail: SendMail,
  [portalOrigin, consoleOrigin]: readonly [string, string],
) =>
  handle({
    job: sendStaffInvitation,
    authorise: async (ctx, { staffInvitationId }) => {
      const id = staffInvitationId as StaffInvitationId;
      const invitation = await inTransaction(ctx, (tx) => findStaffInvitation(tx, id));
      const state = stateOfStaffInvitation(invitation, ctx.clock.now());
      return state === "queued" ? { run: true } : { run: false, reason: state };
    },
    run: async (ctx, payload, signal) => {
      requirePermission(ctx, "mail.send");
      const id = payload.staffInvitationId as StaffInvitationId;
      const token = newToken();
      const { invitation, firm } = await inTransaction(ctx, async (tx) => {
        const found = await findStaffInvitation(tx, id);
        await saveStaffToken(tx, id, token);
        return { invitation: found, firm: (await readPersonWithFirm(tx, found.invitedBy)).firm.name };
      });
      const origin = faceOf[invitation.role] === "console" ? consoleOrigin : portalOrigin;
      await sendMail(staffInvitationMail({ ...invitation, firm, origin, token }), signal);
      await inTransaction(ctx, async (tx) => {
        await saveStaffMailed(tx, id, ctx.clock.now());
        await appendAudit(tx, ctx, staffInvitationMailed({ staffInvitationId: id }));
      });
    },
  });
