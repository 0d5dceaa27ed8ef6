/**
 * Why a dialog ended without access, or why a read brought nothing. The list is closed: each reason has its own
 * sentence for the person and its own next act, and none of them is ever stored as an empty list.
 */
export const aspspFailures = [
  // How the person's part ended.
  "wrongCode",
  "timedOut",
  "declined",
  "notConfirmed",
  "cancelled",
  "accessBlocked",
  "interrupted",
  "secondPersonNeeded",
  // What the bank did with what was asked.
  "consentRefused",
  "methodUnavailable",
  "notSupported",
  "requestRefused",
  "callerRefused",
  "noAccounts",
  // Why nothing can be read any more, or not this.
  "consentExpired",
  "consentRevoked",
  "consentInvalid",
  "tokenRefused",
  "notCovered",
  "accountGone",
  "readsExhausted",
  // What passes by itself.
  "bankDown",
  "maintenance",
  "tooManyRequests",
  // What no later attempt makes better before the bank or the operator has acted.
  "malformedAnswer",
  "answerTooLarge",
  "bankUntrusted",
  "hostNotAllowed",
] as const;
export type AspspFailure = (typeof aspspFailures)[number];

/** Reasons after which the same call may well succeed a little later. */
export const passes = (reason: AspspFailure): boolean =>
  reason === "bankDown" || reason === "maintenance" || reason === "tooManyRequests";

/** Codes, counts and places only: an answer's values never stand in an error. */
export interface AspspFacts {
  readonly call?: string;
  readonly status?: number;
  /** The bank's own code where it is one word of the standard's kind. */
  readonly bankCode?: string;
  /** Where in the answer, by the names of its fields. */
  readonly at?: string;
  readonly retryAfterSeconds?: number;
}

/** What a connector throws where it cannot answer with a step or a record. */
export class AspspError extends Error {
  readonly reason: AspspFailure;
  readonly facts: AspspFacts;

  constructor(reason: AspspFailure, facts: AspspFacts = {}, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = "AspspError";
    this.reason = reason;
    this.facts = facts;
  }
}
