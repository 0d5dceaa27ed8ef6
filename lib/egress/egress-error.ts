export const egressReasons = [
  // Refused here: no byte left.
  "hostRefused",
  "callRefused",
  "addressRefused",
  "overloaded",
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

  constructor(reason: EgressReason, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = "EgressError";
    this.reason = reason;
  }
}
