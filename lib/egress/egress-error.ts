export const egressReasons = [
  // Refused here: no byte left.
  "hostRefused",
  "callRefused",
  "addressRefused",
  "overloaded",
  // Not tried: it did not answer others a moment ago.
  "away",
  // The other side, or the way there.
  "unreachable",
  "tlsRefused",
  "timedOut",
  "cut",
  "tooLarge",
  "undecodable",
  // The caller's own signal.
  "aborted",
] as const;
export type EgressReason = (typeof egressReasons)[number];

/** Why a call brought no answer. It names no address: those can hold names and tokens. */
export class EgressError extends Error {
  readonly reason: EgressReason;
  /** When to try again, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(reason: EgressReason, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(reason, "cause" in options ? { cause: options.cause } : {});
    this.name = "EgressError";
    this.reason = reason;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
