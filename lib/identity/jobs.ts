import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";

/** Finds out whom a sign-in request is from, if anybody, and has the mails sent. */
export const answerSignInRequest = defineJob({
  name: "identity.answer_sign_in_request",
  scope: "installation",
  isAwaited: true,
  payload: z.strictObject({ signInRequestId: idSchema("sir") }),
  maxAttempts: 5,
  timeoutMs: 10_000,
  idempotencyKey: ({ signInRequestId }) => signInRequestId,
});

/**
 * Makes one mail link and sends it. The link's secret is made here and is in no payload. However often it is asked for,
 * one waits for each person and hostname.
 */
export const sendSignInMail = defineJob({
  name: "identity.send_sign_in_mail",
  scope: "tenant",
  isAwaited: true,
  payload: z.strictObject({
    tenantId: idSchema("ten"),
    personId: idSchema("per"),
    signInRequestId: idSchema("sir"),
    locale: z.enum(locales),
    origin: z.url(),
    nextPath: z.string().max(512).nullable(),
  }),
  maxAttempts: 5,
  timeoutMs: 20_000,
  idempotencyKey: ({ personId, origin }) => `${personId}:${origin}`,
});

/** Makes the one link of an invitation of staff and mails it. */
export const sendStaffInvitation = defineJob({
  name: "identity.send_staff_invitation",
  scope: "tenant",
  isAwaited: true,
  payload: z.strictObject({ tenantId: idSchema("ten"), staffInvitationId: idSchema("siv") }),
  maxAttempts: 5,
  timeoutMs: 20_000,
  idempotencyKey: ({ staffInvitationId }) => staffInvitationId,
});

/** Removes what has had its time: requests, links and challenges, and sessions ended long ago. */
export const purgeIdentity = defineJob({
  name: "identity.purge",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 60_000,
  idempotencyKey: () => "purge",
});
