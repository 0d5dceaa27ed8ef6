import { EgressError } from "./egress-error.ts";
import type { EgressLimits } from "./egress-policy.ts";

type Pace = Pick<EgressLimits, "concurrent" | "waiting" | "perSecond" | "burst">;

/** Lets calls to one institution through in their order: so many at once, so many begun a second. */
export class Turnstile {
  readonly #pace: Pace;
  readonly #queue: (() => void)[] = [];
  #inside = 0;
  #tickets: number;
  #filledAt = performance.now();
  #timer: NodeJS.Timeout | null = null;

  constructor(pace: Pace) {
    this.#pace = pace;
    this.#tickets = pace.burst;
  }

  /** Resolves when it is this call's turn. Disposing of what it gives lets the next one in. */
  async enter(signal: AbortSignal): Promise<Disposable> {
    if (signal.aborted) throw new EgressError("aborted");
    if (this.#queue.length >= this.#pace.waiting) throw new EgressError("overloaded");
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(turn), 1);
        reject(new EgressError("aborted"));
      };
      const turn = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#queue.push(turn);
      this.#turn();
    });
    return {
      [Symbol.dispose]: () => {
        this.#inside -= 1;
        this.#turn();
      },
    };
  }

  #turn(): void {
    this.#fill();
    while (this.#queue.length > 0 && this.#inside < this.#pace.concurrent && this.#tickets >= 1) {
      this.#inside += 1;
      this.#tickets -= 1;
      this.#queue.shift()?.();
    }
    if (this.#queue.length > 0 && this.#tickets < 1) this.#wakeUp();
  }

  #fill(): void {
    const now = performance.now();
    const earned = ((now - this.#filledAt) / 1000) * this.#pace.perSecond;
    this.#tickets = Math.min(this.#pace.burst, this.#tickets + earned);
    this.#filledAt = now;
  }

  #wakeUp(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#turn();
    }, 1000 / this.#pace.perSecond).unref();
  }
}
