/** One kind of call that may leave. Whatever no rule names does not. */
export interface CallRule {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Matched against the whole path. */
  readonly path: RegExp;
  /** Where given, the body has to be of this type. */
  readonly bodyType?: "application/json" | "application/x-www-form-urlencoded";
}

/** What one institution's traffic may be. */
export interface EgressPolicy {
  /** `host` or `host:port`, exactly; without a port it is 443. */
  readonly allowedHosts: readonly string[];
  /** Loopback instead of the internet, for invented banks on this machine. */
  readonly isSandbox: boolean;
  readonly rules: readonly CallRule[];
  readonly clientTls: { readonly certificate: string; readonly privateKey: string } | null;
  readonly certificateAuthorities: readonly string[] | null;
  readonly limits: EgressLimits;
}

export interface EgressLimits {
  readonly connectMs: number;
  /** From the request's last byte to the answer's head. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly silenceMs: number;
  /** One attempt, from beginning to end. */
  readonly totalMs: number;
  readonly packedBytes: number;
  readonly bodyBytes: number;
  readonly concurrent: number;
  /** Calls that wait for their turn; more are refused at once. */
  readonly waiting: number;
  /** Calls begun a second in the long run, and at once after a rest. */
  readonly perSecond: number;
  readonly burst: number;
  /** Attempts of a safe read. Nothing else is ever tried twice. */
  readonly attempts: number;
  /** Calls in a row without an answer after which none is tried for `pauseMs`, each time twice as long. */
  readonly breakAfter: number;
  readonly pauseMs: number;
  readonly longestPauseMs: number;
}

/** 32 MiB hold fifty thousand entries of an account; ten years of a busy one come on several pages. */
export const usualLimits: EgressLimits = {
  connectMs: 5_000,
  headersMs: 20_000,
  silenceMs: 10_000,
  totalMs: 60_000,
  packedBytes: 16 * 1024 * 1024,
  bodyBytes: 32 * 1024 * 1024,
  concurrent: 24,
  waiting: 500,
  perSecond: 50,
  burst: 100,
  attempts: 3,
  breakAfter: 5,
  pauseMs: 10_000,
  longestPauseMs: 300_000,
};
