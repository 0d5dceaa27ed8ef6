import type { SendMail } from "#lib/identity/mail.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { closeDueConsentsHandler, findDueConsentsHandler } from "./close-due.job.ts";
import { recordBankRevocationHandler } from "./record-bank-revocation.job.ts";
import { findRemindersHandler, remindHandler } from "./remind.job.ts";
import { sendReminderHandler } from "./send-reminder.job.ts";

/** Every kind of job about consents. */
export const consentHandlers = (sendMail: SendMail, portalOrigin: string): readonly JobHandler[] => [
  findDueConsentsHandler,
  closeDueConsentsHandler,
  findRemindersHandler,
  remindHandler,
  sendReminderHandler(sendMail, portalOrigin),
  recordBankRevocationHandler,
];
