import type { FirmView, SignedInView } from "#lib/identity/view.ts";
import type { InstitutionView } from "#lib/institutions/view.ts";
import type { InvitationState, LinkState } from "./invitation.ts";

/** An invitation as the advisor who sent it sees it. */
export interface InvitationView {
  readonly id: string;
  readonly consentId: string;
  readonly investorId: string;
  /** `null` once name and address were removed. */
  readonly name: string | null;
  readonly email: string | null;
  readonly state: InvitationState;
  readonly institutionId: string | null;
  readonly externalReference: string | null;
  readonly sentAt: string | null;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  /** How many mails were asked for. */
  readonly mailings: number;
  readonly isResendable: boolean;
  /** From when on; a moment that has passed is now. */
  readonly resendableFrom: string;
  readonly isRevocable: boolean;
}

export interface InvitationListView {
  readonly invitations: readonly InvitationView[];
  /** There are older ones than these. */
  readonly hasMore: boolean;
}

/** What a link leads to, for whoever opens it. */
export interface InvitationLinkView {
  readonly state: LinkState;
  readonly firm: FirmView;
  readonly advisor: string | null;
  readonly expiresAt: string;
  /** Only where the link is open. */
  readonly open: OpenInvitationView | null;
}

export interface OpenInvitationView {
  readonly email: string;
  /** Accepting it signs in; otherwise they sign in as they always do. */
  readonly begins: boolean;
  readonly isSignedIn: boolean;
  /** Who is signed in at this browser, if that is somebody else than the invitation is for. */
  readonly other: SignedInView | null;
}

/** What the form of an invitation offers. */
export interface InvitationChoicesView {
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly banks: readonly Pick<InstitutionView, "id" | "name">[];
  /** The firm asks to keep nothing longer after the end, in days. */
  readonly longestRetentionDays: number;
}
