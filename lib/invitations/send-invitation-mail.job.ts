import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { newToken } from "#lib/identity/token.ts";
import type { Verdict } from "#lib/jobs/handler.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { InvitationId } from "#lib/kernel/id.ts";
import { invitationMailSent } from "./audit-events.ts";
import { type Asked, stateOf } from "./invitation.ts";
import { invitationMail } from "./invitation-mail.ts";
import { sendInvitationMail } from "./jobs.ts";
import { insertLink, openLink, readAddressee } from "./mailing-repository.ts";
import { findInvitation } from "./repository.ts";

/**
 * The mail server is talked to outside of any transaction. The link is noted before and works only after its mail was
 * taken: a worker that ends in between has sent a link of which the page says that a newer mail comes, and the retry,
 * which makes a new one because no secret is kept, sends it.
 */
export const sendInvitationMailHandler = (sendMail: SendMail, portalOrigin: string) =>
  handle({
    job: sendInvitationMail,
    authorise: async (ctx, { invitationId, mailing }) =>
      inTransaction(ctx, async (tx) => {
        const asked = await findInvitation(tx, invitationId as InvitationId);
        const { isDisabled } = await readAddressee(tx, invitationId as InvitationId);
        return verdictOn(asked, { mailing, isDisabled, now: ctx.clock.now() });
      }),
    run: async (ctx, payload, signal) => {
      requirePermission(ctx, "mail.send");
      const invitationId = payload.invitationId as InvitationId;
      const token = newToken();
      const { invitation, addressee } = await inTransaction(ctx, async (tx) => {
        const found = await findInvitation(tx, invitationId);
        await insertLink(tx, found.invitation, token, ctx.clock.now());
        return { invitation: found.invitation, addressee: await readAddressee(tx, invitationId) };
      });
      const { expiresAt } = invitation;
      await sendMail(invitationMail({ ...addressee, expiresAt, portalOrigin, token }), signal);
      await inTransaction(ctx, async (tx) => {
        await openLink(tx, { ...invitation, mailings: payload.mailing }, token, ctx.clock.now());
        await appendAudit(tx, ctx, invitationMailSent({ invitationId, mailing: payload.mailing }));
      });
    },
  });

function verdictOn(
  asked: Asked,
  { mailing, isDisabled, now }: { mailing: number; isDisabled: boolean; now: Date },
): Verdict {
  const { mailings, sentAt, acceptedAt } = asked.invitation;
  if (isDisabled) return { run: false, reason: "personDisabled" };
  if (mailings !== mailing) return { run: false, reason: "askedAnew" };
  if (sentAt || acceptedAt) return { run: false, reason: "sent" };
  const isOpen = ["queued", "accepted"].includes(stateOf(asked, now));
  return isOpen ? { run: true } : { run: false, reason: "over" };
}
