import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { SendMail } from "#lib/identity/mail.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ReceiptId, TenantId } from "#lib/kernel/id.ts";
import { mailReceipt } from "#lib/receipts/jobs.ts";
import { readReceipt } from "#lib/receipts/read-receipt.ts";
import { receiptMailed } from "./audit-events.ts";
import { receiptMail } from "./receipt-mail.ts";
import { findContacts, isMailed, noteMailing, readAddressee } from "./repository.ts";

/**
 * Sends a receipt to its holder, outside of the portal. The mail server is talked to outside of any transaction, so a
 * slow one keeps none open. That a mail went out is noted once it was taken: one that was not taken is sent again, and
 * so is one whose note was lost, which makes it at least once. Nobody who has left is written to.
 */
export const mailReceiptHandler = (
  sendMail: SendMail,
  { portalOrigin, auditOrigin }: { readonly portalOrigin: string; readonly auditOrigin: string },
) =>
  handle({
    job: mailReceipt,
    authorise: async (ctx, payload) => {
      const receiptId = payload.receiptId as ReceiptId;
      const { receipt } = await readReceipt(ctx, auditOrigin, receiptId);
      return inTransaction(ctx, async (tx) => {
        if (await isMailed(tx, receiptId)) return { run: false, reason: "mailed" };
        const { isDisabled } = await readAddressee(tx, receipt.principal.id);
        return isDisabled ? { run: false, reason: "personDisabled" } : { run: true };
      });
    },
    run: async (ctx, payload, signal) => {
      requirePermission(ctx, "mail.send");
      const receiptId = payload.receiptId as ReceiptId;
      const tenantId = payload.tenantId as TenantId;
      const file = await readReceipt(ctx, auditOrigin, receiptId);
      const { addressee, contacts } = await inTransaction(ctx, async (tx) => ({
        addressee: await readAddressee(tx, file.receipt.principal.id),
        contacts: (await findContacts(tx)).contacts,
      }));
      await sendMail(receiptMail({ file, addressee, contacts, portalOrigin }), signal);
      await inTransaction(ctx, async (tx) => {
        const isFirst = await noteMailing(tx, { tenantId, receiptId, mailedAt: ctx.clock.now() });
        if (isFirst) await appendAudit(tx, ctx, receiptMailed({ receiptId }));
      });
    },
  });
