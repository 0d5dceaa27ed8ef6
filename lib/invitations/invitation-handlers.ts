import type { SendMail } from "#lib/identity/mail.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { findForgettableHandler, forgetInvitedPeopleHandler } from "./forget.job.ts";
import { sendInvitationMailHandler } from "./send-invitation-mail.job.ts";

/** Every kind of job about invitations. */
export const invitationHandlers = (sendMail: SendMail, portalOrigin: string): readonly JobHandler[] => [
  sendInvitationMailHandler(sendMail, portalOrigin),
  findForgettableHandler,
  forgetInvitedPeopleHandler,
];
