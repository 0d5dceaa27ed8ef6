import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

const tenantId = idSchema("ten");
const consentId = idSchema("con");

/** Finds the firms in which consents have passed their end. */
export const findDueConsents = defineJob({
  name: "consent.find_due",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "due",
});

/** Closes a firm's consents that have passed their end. */
export const closeDueConsents = defineJob({
  name: "consent.close_due",
  scope: "tenant",
  payload: z.strictObject({ tenantId }),
  maxAttempts: 25,
  timeoutMs: 120_000,
  idempotencyKey: (payload) => payload.tenantId,
});

/** Finds the firms in which somebody is to be reminded that a consent ends. */
export const findReminders = defineJob({
  name: "consent.find_reminders",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "reminders",
});

/** Notes a firm's reminders that are due and has them sent. */
export const remind = defineJob({
  name: "consent.remind",
  scope: "tenant",
  payload: z.strictObject({ tenantId }),
  maxAttempts: 25,
  timeoutMs: 120_000,
  idempotencyKey: (payload) => payload.tenantId,
});

/** Sends one reminder. */
export const sendReminder = defineJob({
  name: "consent.send_reminder",
  scope: "tenant",
  payload: z.strictObject({
    tenantId,
    consentId,
    validUntil: z.iso.datetime(),
    daysBefore: z.int().min(1).max(30),
  }),
  maxAttempts: 10,
  timeoutMs: 20_000,
  idempotencyKey: (payload) => `${payload.consentId}:${payload.validUntil}:${payload.daysBefore}`,
});

/** Notes that the investor ended the access at the bank, which ends the consent here too. */
export const recordBankRevocation = defineJob({
  name: "consent.record_bank_revocation",
  scope: "tenant",
  payload: z.strictObject({ tenantId, consentId }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: (payload) => payload.consentId,
});

/** Draws up and signs the receipt of one act on a consent. */
export const issueConsentReceipt = defineJob({
  name: "consent.issue_receipt",
  scope: "tenant",
  payload: z.strictObject({ tenantId, consentId, revision: z.int().min(1) }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: (payload) => `${payload.consentId}:${payload.revision}`,
});
