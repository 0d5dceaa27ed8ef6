import type { AuthorisationView } from "#lib/authorisation/view.ts";

export type FailureReason = NonNullable<AuthorisationView["failure"]>["reason"];

/**
 * What helps after each ending: trying again without typing anything anew, entering the access anew, or first
 * something outside of this service (`elsewhere`), after which one may try again.
 */
export const failureActs = {
  wrongCode: "again",
  timedOut: "again",
  declined: "again",
  notConfirmed: "again",
  cancelled: "again",
  interrupted: "again",
  consentRefused: "again",
  methodUnavailable: "again",
  consentExpired: "again",
  consentRevoked: "again",
  consentInvalid: "again",
  tokenRefused: "again",
  readsExhausted: "again",
  bankDown: "again",
  maintenance: "again",
  tooManyRequests: "again",
  wrongPassword: "anew",
  passwordExpired: "anew",
  institutionChanged: "anew",
  consentEnded: "elsewhere",
  accessBlocked: "elsewhere",
  secondPersonNeeded: "elsewhere",
  noAccounts: "elsewhere",
  accountGone: "elsewhere",
  notCovered: "elsewhere",
  notSupported: "elsewhere",
  requestRefused: "elsewhere",
  callerRefused: "elsewhere",
  malformedAnswer: "elsewhere",
  answerTooLarge: "elsewhere",
  bankUntrusted: "elsewhere",
  hostNotAllowed: "elsewhere",
} as const satisfies Record<FailureReason, "again" | "anew" | "elsewhere">;
