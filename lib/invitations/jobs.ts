import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { mostMailings } from "./invitation.ts";

/** Makes one link and mails it. Its secret is made by the handler and is in no payload. */
export const sendInvitationMail = defineJob({
  name: "invitations.send_mail",
  scope: "tenant",
  isAwaited: true,
  payload: z.strictObject({
    tenantId: idSchema("ten"),
    invitationId: idSchema("inv"),
    mailing: z.int().min(1).max(mostMailings),
  }),
  maxAttempts: 10,
  timeoutMs: 20_000,
  idempotencyKey: ({ invitationId, mailing }) => `${invitationId}:${mailing}`,
});

/** Finds the firms that keep names of people who were invited, never came, and are asked nothing any more. */
export const findForgettable = defineJob({
  name: "invitations.find_forgettable",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 30_000,
  idempotencyKey: () => "forgettable",
});

/** Takes their names and addresses out of one firm. */
export const forgetInvitedPeople = defineJob({
  name: "invitations.forget",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten") }),
  maxAttempts: 10,
  timeoutMs: 60_000,
  idempotencyKey: ({ tenantId }) => tenantId,
});
