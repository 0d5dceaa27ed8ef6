import type { SendMail } from "#lib/identity/mail.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import type { ReceiptSigner } from "#lib/receipts/issue-receipt.ts";
import { closeDueConsentsHandler, findDueConsentsHandler } from "./close-due.job.ts";
import { issueConsentReceiptHandler } from "./issue-receipt.job.ts";
import { recordBankRevocationHandler } from "./record-bank-revocation.job.ts";
import { findRemindersHandler, remindHandler } from "./remind.job.ts";
import { sendReminderHandler } from "./send-reminder.job.ts";

/** Every kind of job about consents. */
export const consentHandlers = (
  sendMail: SendMail,
  portalOrigin: string,
  signer: ReceiptSigner,
): readonly JobHandler[] => [
  issueConsentReceiptHandler(signer),
  findDueConsentsHandler,
  closeDueConsentsHandler,
  findRemindersHandler,
  remindHandler,
  sendReminderHandler(sendMail, portalOrigin),
  recordBankRevocationHandler,
];
