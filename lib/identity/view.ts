import type { Face, PersonRole, StaffRole } from "#lib/access/roles.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** A firm as its people see it: the tenant's name and look. */
export interface FirmView {
  readonly name: string;
  /** A `data:image/…` URL, or `null` where the firm has given none: then a monogram of its name stands in. */
  readonly logo: string | null;
  /** The accent as `#rrggbb`, as the firm gave it; what is painted is adjusted until its contrast holds. */
  readonly accent: string | null;
}

/** The signed-in person, as every page's frame shows them. */
export interface ViewerView {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly role: PersonRole;
  readonly face: Face;
  readonly locale: Locale | null;
  readonly firm: FirmView;
}

export const signInMethods = ["mailLink", "passkey", "oidc", "persona", "invitation"] as const;
export type SignInMethod = (typeof signInMethods)[number];

export interface SessionView {
  readonly id: string;
  readonly current: boolean;
  /** Browser and system in words, e.g. "Firefox, macOS", or `null` if the browser did not say. */
  readonly device: string | null;
  readonly method: SignInMethod;
  readonly startedAt: string;
  readonly lastSeenAt: string;
}

/** One sign-in, whether it goes on or is over. */
export interface SignInView extends Omit<SessionView, "current"> {
  /** `null` where it was not ended, but goes on or ran out. */
  readonly endedAt: string | null;
}

export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: PersonRole;
  readonly disabledAt: string | null;
  readonly lastSignInAt: string | null;
  readonly isSelf: boolean;
}

export interface StaffInvitationView {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly state: "queued" | "sent" | "accepted" | "expired" | "takenBack";
  readonly invitedBy: string;
  readonly askedAt: string;
  readonly expiresAt: string;
}

/** What an invitation of staff would do if it were accepted. */
export interface StaffLinkView {
  readonly firm: FirmView;
  readonly expiresAt: string;
  /** `null` for a link that no longer works. */
  readonly open: { readonly name: string; readonly email: string; readonly role: StaffRole } | null;
}

/** One act of signing in or of access, as the log has it. */
export interface SignInEntryView {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  /** Why it was refused, where it was. */
  readonly refusal: string | null;
  readonly device: string | null;
  readonly method: SignInMethod | null;
}

/** Somebody of the firm as staff see them. */
export interface PersonFileView extends PersonView {
  /** Those that go on. */
  readonly sessions: readonly SignInView[];
  /** The newest first. */
  readonly log: readonly SignInEntryView[];
  /** Where the next page of the log begins, if there is one. */
  readonly next: string | null;
}

export interface PersonaView {
  readonly personId: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly firm: string;
}

/** What a mail link would do if confirmed. */
export interface MailLinkView {
  readonly firm: FirmView;
  readonly email: string;
  readonly expiresAt: string;
  /** Who is signed in at this browser, if that is somebody else than the link is for. */
  readonly other: SignedInView | null;
}

export interface SignedInView {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly firmName: string;
}

/** The ways in which a signed-in person can prove anew who they are, the suggested one first. */
export interface StepUpView {
  readonly methods: readonly ("passkey" | "mailLink" | "oidc")[];
  readonly firm: FirmView;
}
