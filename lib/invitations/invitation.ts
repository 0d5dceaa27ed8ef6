import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, InvitationId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** What became of the request that the invitation carries. */
export const answers = ["asked", "shown", "given", "declined", "lapsed", "ended"] as const;
export type Answer = (typeof answers)[number];

export interface Invitation {
  readonly tenantId: TenantId;
  readonly invitationId: InvitationId;
  readonly investorId: PersonId;
  readonly consentId: ConsentId;
  readonly invitedBy: PersonId;
  readonly institutionId: string | null;
  readonly externalReference: string | null;
  readonly locale: Locale;
  /** How many mails were asked for, and when the last one was. */
  readonly mailings: number;
  readonly askedAt: Date;
  /** When the mail server took the last mail; `null` until it has. */
  readonly sentAt: Date | null;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}

/** An invitation with what became of its request, which nobody answers after `answerBy`. */
export interface Asked {
  readonly invitation: Invitation;
  readonly answer: Answer;
  readonly answerBy: Date;
}

export const invitationStates = [
  "queued",
  "sent",
  "accepted",
  "given",
  "declined",
  "expired",
  "takenBack",
  "over",
] as const;
export type InvitationState = (typeof invitationStates)[number];

const dayMs = 24 * 60 * 60 * 1000;

/** A person who was invited on a Friday finds the mail after a holiday. */
export const lifetimeMs = 14 * dayMs;

/** One mailbox is not written to more often, whoever presses. */
export const mailPauseMs = 10 * 60 * 1000;

/** As many as the table takes. */
export const mostMailings = 10;

/** Follows from what is written and the time, so nothing has to run for an invitation to be over. */
export function stateOf({ invitation, answer, answerBy }: Asked, now: Date): InvitationState {
  if (invitation.revokedAt) return "takenBack";
  if (answer === "given" || answer === "declined") return answer;
  if (answer === "ended") return "over";
  if (answer === "lapsed" || answerBy <= now) return "expired";
  if (invitation.acceptedAt || answer === "shown") return "accepted";
  if (invitation.expiresAt <= now) return "expired";
  return invitation.sentAt ? "sent" : "queued";
}

/** While nobody has begun to answer, and also after the link has expired: the request itself lives longer. */
export function isResendable(asked: Asked, now: Date): boolean {
  const { invitation, answer, answerBy } = asked;
  const isUnanswered = answer === "asked" && answerBy > now;
  return (
    isUnanswered && !invitation.revokedAt && !invitation.acceptedAt && invitation.mailings < mostMailings
  );
}

export function isRevocable({ invitation, answer }: Asked): boolean {
  return !invitation.revokedAt && (answer === "asked" || answer === "shown");
}

/** A link never outlives the request that it leads to. */
export const expiryOf = (now: Date, answerBy: Date): Date =>
  new Date(Math.min(now.getTime() + lifetimeMs, answerBy.getTime()));

/** Asked to be mailed anew: from the commit on the old link is dead, and there is no other until the mail was taken. */
export function resend(asked: Asked, now: Date): Invitation {
  const { invitation, answerBy } = asked;
  const { invitationId, askedAt, mailings } = invitation;
  if (!isResendable(asked, now)) throw new AppError("invitation.not_open", { invitationId });
  const waitMs = askedAt.getTime() + mailPauseMs - now.getTime();
  if (waitMs > 0) {
    throw new AppError("invitation.too_soon", { invitationId, retryAfterSeconds: Math.ceil(waitMs / 1000) });
  }
  const expiresAt = expiryOf(now, answerBy);
  return { ...invitation, mailings: mailings + 1, askedAt: now, sentAt: null, expiresAt };
}

export function revoke(asked: Asked, now: Date): Invitation {
  const { invitation } = asked;
  if (!isRevocable(asked)) {
    throw new AppError("invitation.not_open", { invitationId: invitation.invitationId });
  }
  return { ...invitation, revokedAt: now };
}

/** What a link is worth. */
export const linkStates = ["open", "used", "expired", "revoked", "replaced"] as const;
export type LinkState = (typeof linkStates)[number];

export interface LinkFacts {
  readonly expiresAt: Date;
  /** Of the newest mail. */
  readonly isCurrent: boolean;
  readonly isAccepted: boolean;
  readonly isRevoked: boolean;
  /** Whom it is for may no longer sign in. */
  readonly isDisabled: boolean;
  /** The request that it leads to still waits for its answer. */
  readonly isAnswerable: boolean;
}

export function linkStateOf(link: LinkFacts, now: Date): LinkState {
  if (link.isRevoked || link.isDisabled) return "revoked";
  if (link.isAccepted) return "used";
  if (link.expiresAt <= now) return "expired";
  if (!link.isAnswerable) return "used";
  return link.isCurrent ? "open" : "replaced";
}
