import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { reminderSent } from "./audit-events.ts";
import { lockUnmailed, saveMailed } from "./due-repository.ts";
import { sendReminder } from "./jobs.ts";
import { readAddressee } from "./party-repository.ts";
import { reminderMail } from "./reminder-mail.ts";
import { findConsent } from "./repository.ts";

interface Payload {
  readonly consentId: string;
  readonly validUntil: string;
  readonly daysBefore: number;
}

const whichOf = ({ consentId, validUntil, daysBefore }: Payload) => ({
  consentId: consentId as ConsentId,
  validUntil: new Date(validUntil),
  daysBefore,
});

/**
 * Mails a reminder in its investor's language if the consent still ends then. The mail leaves inside the transaction
 * that notes it, so one that the mail server did not take is sent again, and one that it took is not, unless the
 * commit right after is lost.
 */
export const sendReminderHandler = (sendMail: SendMail, portalOrigin: string) =>
  handle({
    job: sendReminder,
    authorise: async (ctx, payload) => {
      const { consentId, validUntil } = whichOf(payload);
      const consent = await inTransaction(ctx, (tx) => findConsent(tx, consentId));
      const endsThen = consent.state === "given" && consent.validUntil.getTime() === validUntil.getTime();
      return endsThen ? { run: true } : { run: false, reason: "endsOtherwise" };
    },
    run: async (ctx, payload, signal) => {
      requirePermission(ctx, "mail.send");
      await inTransaction(ctx, async (tx) => {
        const reminder = await lockUnmailed(tx, whichOf(payload));
        if (!reminder) return;
        const addressee = await readAddressee(tx, reminder.investorId);
        await saveMailed(tx, reminder, ctx.clock.now());
        const { consentId, daysBefore, validUntil } = reminder;
        await appendAudit(tx, ctx, reminderSent({ consentId, daysBefore }));
        if (!addressee.isDisabled)
          await sendMail(reminderMail({ ...addressee, validUntil, daysBefore, portalOrigin }), signal);
      });
    },
  });
