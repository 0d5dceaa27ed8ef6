import { EgressError } from "./egress-error.ts";
import type { EgressLimits } from "./egress-policy.ts";
import type { WireAnswer } from "./exchange.ts";

type Settings = Pick<EgressLimits, "breakAfter" | "pauseMs" | "longestPauseMs">;

/** Where time and chance come from. Milliseconds of a clock that only goes forward; a number from 0 to 1. */
export interface Fate {
  readonly now: () => number;
  readonly random: () => number;
}

export const realFate: Fate = { now: () => performance.now(), random: Math.random };

/**
 * Whether one institution is there. After so many calls in a row that it did not answer, calls fail at once and say
 * when another may be tried; then one is let through, and its answer decides. A refusal is an answer: whoever is
 * refused was heard. Each institution has one of its own, so that one that is away holds up nobody else's.
 */
export class Breaker {
  readonly #settings: Settings;
  readonly #fate: Fate;
  #missed = 0;
  #pauseMs: number;
  #openUntil: number | null = null;
  #isProbing = false;

  constructor(settings: Settings, fate: Fate) {
    this.#settings = settings;
    this.#fate = fate;
    this.#pauseMs = settings.pauseMs;
  }

  async run(call: () => Promise<WireAnswer>): Promise<WireAnswer> {
    const isProbe = this.#enter();
    try {
      const answer = await call();
      if (isAway(answer)) this.#miss(isProbe, retryAfterMs(answer));
      else this.#hear();
      return answer;
    } catch (cause) {
      if (missing.has(reasonOf(cause))) this.#miss(isProbe, 0);
      else if (heard.has(reasonOf(cause))) this.#hear();
      throw cause;
    } finally {
      if (isProbe) this.#isProbing = false;
    }
  }

  /** Whether this is the call by which it is tried again. */
  #enter(): boolean {
    if (this.#openUntil === null) return false;
    const leftMs = this.#openUntil - this.#fate.now();
    if (leftMs > 0 || this.#isProbing) {
      const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1_000));
      throw new EgressError("away", { retryAfterSeconds });
    }
    this.#isProbing = true;
    return true;
  }

  #hear(): void {
    this.#missed = 0;
    this.#openUntil = null;
    this.#pauseMs = this.#settings.pauseMs;
  }

  #miss(isProbe: boolean, askedMs: number): void {
    this.#missed += 1;
    // What was under way when it opened says nothing new.
    if (!isProbe && (this.#openUntil !== null || this.#missed < this.#settings.breakAfter)) return;
    const { longestPauseMs } = this.#settings;
    const pauseMs = Math.min(longestPauseMs, Math.max(this.#pauseMs, askedMs));
    // Drawn, so that several workers do not come back together.
    this.#openUntil = this.#fate.now() + pauseMs * (1 + this.#fate.random() / 2);
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
  }
}

/** Gateways' words for nobody behind them. A 500 is the bank's own answer to one request, and says nothing of others. */
const isAway = ({ status }: WireAnswer): boolean => status === 502 || status === 503 || status === 504;

const missing: ReadonlySet<string> = new Set(["unreachable", "timedOut", "cut"]);
/** Something of the bank's came, however bad. */
const heard: ReadonlySet<string> = new Set(["tooLarge", "undecodable"]);

const reasonOf = (cause: unknown): string => (cause instanceof EgressError ? cause.reason : "");

function retryAfterMs({ headers }: WireAnswer): number {
  const said = headers["retry-after"] ?? "";
  return /^\d{1,7}$/.test(said) ? Number(said) * 1_000 : 0;
}
