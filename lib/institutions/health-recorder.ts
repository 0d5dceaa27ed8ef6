import { bucketOf, type HealthCount, type HealthOutcome, speedOf } from "./health.ts";
import type { HealthProduct } from "./view.ts";

/** How one call went. */
export interface HealthObservation {
  readonly institutionId: string;
  readonly product: HealthProduct;
  readonly outcome: HealthOutcome;
  readonly ms: number;
}

/** Far more kinds of calls than an hour has. Beyond them nothing new is counted: memory is worth more. */
const mostKinds = 20_000;

/** Counts calls in memory until somebody stores them. A worker that dies takes at most what it has not stored. */
export class HealthRecorder {
  readonly #now: () => Date;
  #counts = new Map<string, HealthCount>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  record({ institutionId, product, outcome, ms }: HealthObservation): void {
    this.#add({
      bucket: bucketOf(this.#now()),
      institutionId,
      product,
      outcome,
      speed: speedOf(ms),
      calls: 1,
    });
  }

  /** What is counted so far, in the order of its kinds; the counting begins anew. */
  take(): readonly HealthCount[] {
    const taken = [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
    this.#counts = new Map();
    return taken;
  }

  /** What could not be stored is counted on. */
  putBack(counts: readonly HealthCount[]): void {
    for (const count of counts) this.#add(count);
  }

  #add(count: HealthCount): void {
    const { bucket, institutionId, product, outcome, speed } = count;
    const kind = [bucket.toISOString(), institutionId, product, outcome, speed].join(" ");
    const before = this.#counts.get(kind);
    if (!before && this.#counts.size >= mostKinds) return;
    this.#counts.set(kind, before ? { ...before, calls: before.calls + count.calls } : count);
  }
}
