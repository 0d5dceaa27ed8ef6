import type { Secret } from "#lib/kernel/secret.ts";
import type { AccessGrant } from "./access-grant.ts";
import type { AspspFailure } from "./failure.ts";

/** How a method reaches the person. The bank's own words for it stay beside it, because its list is open. */
export const methodKinds = ["sms", "call", "mail", "totp", "token", "picture", "app", "other"] as const;
export type MethodKind = (typeof methodKinds)[number];

export interface ScaMethod {
  readonly id: string;
  readonly kind: MethodKind;
  /** As the bank names it to the person, its destination masked by the bank. */
  readonly name: string;
  readonly explanation: string | null;
}

/**
 * One place in a dialog. It is opaque to everyone but the connector, never leaves the worker's memory, and is good
 * for one call: whoever acts on a place that has been left gets an error and the bank hears nothing.
 */
export type DialogState = Secret<object>;

/** Why the person is asked again. */
export type RetryProblem = "wrongCode" | "notResent" | "methodUnavailable";

interface Asking {
  /** What the bank wants the person to read. It is the bank's text: shown as text and never as markup. */
  readonly message: string | null;
  readonly method: ScaMethod | null;
  /** What the person may change to; the chosen one is among them. Empty: nothing else is offered. */
  readonly methods: readonly ScaMethod[];
  readonly canResend: boolean;
  readonly problem: RetryProblem | null;
  /** The bank's own deadline and count where it tells them. */
  readonly expiresAt: Date | null;
  readonly attemptsLeft: number | null;
  readonly dialog: DialogState;
}

interface CodeAsking extends Asking {
  /** What the person types into their device, such as a start number. */
  readonly data: readonly string[];
  readonly format: "digits" | "characters";
  readonly maxLength: number | null;
}

/** A picture that the person scans, checked to be one. It belongs to this dialog and goes with it. */
export interface ChallengeImage {
  readonly mediaType: "image/png" | "image/jpeg" | "image/gif";
  readonly bytes: Uint8Array;
}

/** What the bank asks for next. The caller decides who answers and when. */
export type DialogStep =
  | { readonly kind: "credentialsRejected"; readonly problem: "notAccepted" | "passwordExpired" }
  | {
      readonly kind: "chooseMethod";
      readonly methods: readonly ScaMethod[];
      readonly message: string | null;
      readonly problem: RetryProblem | null;
      readonly dialog: DialogState;
    }
  | ({ readonly kind: "enterCode" } & CodeAsking)
  | ({ readonly kind: "scanImage"; readonly image: ChallengeImage } & CodeAsking)
  | ({ readonly kind: "approveElsewhere"; readonly pollAfterMs: number } & Asking)
  | {
      readonly kind: "redirect";
      /** Where the person's browser goes, on a page of the bank's. */
      readonly url: string;
      /** Some banks tell the outcome to who asks, also when the person never comes back. */
      readonly canPoll: boolean;
      readonly pollAfterMs: number;
      readonly dialog: DialogState;
    }
  | { readonly kind: "done"; readonly grant: AccessGrant }
  | {
      readonly kind: "failed";
      readonly reason: AspspFailure;
      readonly message: string | null;
      readonly retryAfterSeconds: number | null;
    };

export type DialogReply =
  | { readonly kind: "method"; readonly methodId: string }
  | { readonly kind: "code"; readonly code: Secret<string> }
  | { readonly kind: "resend" }
  /** The address that the bank sent the person's browser back to, whole: it may hold a code. */
  | { readonly kind: "redirected"; readonly url: Secret<string> };
