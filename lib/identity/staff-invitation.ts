import type { StaffRole } from "#lib/access/roles.ts";
import type { PersonId, StaffInvitationId, TenantId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** Long enough for a weekend, and short for what makes somebody an administrator. The database holds the same. */
export const staffInvitationLifetimeMs = 72 * 60 * 60 * 1000;

export interface StaffInvitation {
  readonly tenantId: TenantId;
  readonly staffInvitationId: StaffInvitationId;
  readonly role: StaffRole;
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly invitedBy: PersonId;
  readonly askedAt: Date;
  /** When the mail server took the mail; `null` until it has. */
  readonly sentAt: Date | null;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly personId: PersonId | null;
  readonly revokedAt: Date | null;
}

export const staffInvitationStates = ["queued", "sent", "accepted", "expired", "takenBack"] as const;
export type StaffInvitationState = (typeof staffInvitationStates)[number];

export function stateOfStaffInvitation(
  { acceptedAt, revokedAt, sentAt, expiresAt }: StaffInvitation,
  now: Date,
): StaffInvitationState {
  if (acceptedAt) return "accepted";
  if (revokedAt) return "takenBack";
  if (expiresAt <= now) return "expired";
  return sentAt ? "sent" : "queued";
}
