import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { handle } from "#lib/jobs/handler.ts";
import { askMail } from "./ask-mail.ts";
import { askMailed } from "./audit-events.ts";
import { sendAsk } from "./jobs.ts";
import { isToBeMailed, lockUnmailed, readAddressee, saveMailed } from "./repository.ts";

/**
 * Mails it in the client's language if it is still to be done. The mail leaves inside the transaction that notes it, so
 * one that the mail server did not take is sent again, and one that it took is not, unless the commit right after is lost.
 */
export const sendAskHandler = (sendMail: SendMail, portalOrigin: string) =>
  handle({
    job: sendAsk,
    authorise: async (ctx, { askId }) => {
      const isToBe = await inTransaction(ctx, (tx) => isToBeMailed(tx, askId));
      return isToBe ? { run: true } : { run: false, reason: "nothingToAsk" };
    },
    run: async (ctx, { askId }, signal) => {
      requirePermission(ctx, "mail.send");
      await inTransaction(ctx, async (tx) => {
        const ask = await lockUnmailed(tx, askId);
        if (!ask) return;
        const { isDisabled, ...addressee } = await readAddressee(tx, ask);
        await saveMailed(tx, askId, ctx.clock.now());
        await appendAudit(tx, ctx, askMailed({ askId, investorId: ask.investorId }));
        if (!isDisabled) await sendMail(askMail({ ...addressee, portalOrigin }), signal);
      });
    },
  });
