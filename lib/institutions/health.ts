import type { AspspFailure } from "#lib/aspsp/failure.ts";
import { type HealthProduct, type HealthView, healthProducts, type MeasuredState } from "./view.ts";

/** `refused` is an answer: the bank was there and said no. */
export const healthOutcomes = ["ok", "refused", "unavailable", "malformed"] as const;
export type HealthOutcome = (typeof healthOutcomes)[number];

/** So many calls of one kind in one piece of time. */
export interface HealthCount {
  readonly bucket: Date;
  readonly institutionId: string;
  readonly product: HealthProduct;
  readonly outcome: HealthOutcome;
  /** Which of `speedLimitsMs` it stayed within. */
  readonly speed: number;
  readonly calls: number;
}

export const bucketMs = 5 * 60_000;
export const bucketOf = (at: Date): Date => new Date(Math.floor(at.getTime() / bucketMs) * bucketMs);

/** Milliseconds up to which a call belongs to its class. Longer ones are of the last. */
export const speedLimitsMs = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000] as const;

export function speedOf(ms: number): number {
  const found = speedLimitsMs.findIndex((limit) => ms <= limit);
  return found < 0 ? speedLimitsMs.length - 1 : found;
}

/** What a failure says of the bank; `null` where it says nothing of it. */
export function outcomeOf(reason: AspspFailure): HealthOutcome | null {
  switch (reason) {
    case "bankDown":
    case "maintenance":
    case "bankUntrusted":
      return "unavailable";
    case "malformedAnswer":
    case "answerTooLarge":
    case "hostNotAllowed":
      return "malformed";
    case "cancelled":
    case "interrupted":
      return null;
    default:
      return "refused";
  }
}

/** What is looked at, and what of it counts alone where it holds enough: a bank that is back is so at once. */
export const lookedAtMs = 60 * 60_000;
const recentMs = 15 * 60_000;
/** Fewer calls than these say nothing. */
const fewestCalls = 5;
const downBelow = 0.2;
const degradedBelow = 0.9;

const isWorking = ({ outcome }: HealthCount): boolean => outcome === "ok" || outcome === "refused";

const callsIn = (counts: readonly HealthCount[]): number => counts.reduce((sum, { calls }) => sum + calls, 0);

function stateOf(counts: readonly HealthCount[]): MeasuredState {
  const share = callsIn(counts.filter(isWorking)) / callsIn(counts);
  if (share < downBelow) return "down";
  return share < degradedBelow ? "degraded" : "operational";
}

/**
 * How one bank does by what it answered in the last hour: down where less than a fifth of the calls of the last
 * quarter of an hour, or of the hour where those are few, were answered, degraded where less than nine tenths were.
 * Degraded is also one of which a single thing is unwell. `null` where there were too few calls to say.
 */
export function judgeHealth(counts: readonly HealthCount[], now: Date): HealthView | null {
  const looked = counts.filter(({ bucket }) => bucket.getTime() > now.getTime() - lookedAtMs);
  const recent = looked.filter(({ bucket }) => bucket.getTime() > now.getTime() - recentMs);
  const telling = callsIn(recent) >= fewestCalls ? recent : looked;
  if (callsIn(telling) < fewestCalls) return null;
  const unwell = healthProducts.filter((product) => isUnwell(telling.filter(isOf(product))));
  const failing = unwell.length > 0 ? looked.filter(({ product }) => unwell.includes(product)) : looked;
  const taken = stateOf(telling);
  // A bank that lets people in and gives no transactions is not well, however many sign in.
  const state = taken === "operational" && unwell.length > 0 ? "degraded" : taken;
  return {
    state,
    answeredPercent: Math.floor((callsIn(looked.filter(isWorking)) / callsIn(looked)) * 100),
    medianMs: medianOf(looked.filter(isWorking)),
    since: state === "operational" ? null : sinceWhen(failing, now),
    unwell,
  };
}

const isOf = (wanted: HealthProduct) => (count: HealthCount) => count.product === wanted;

const isUnwell = (counts: readonly HealthCount[]): boolean =>
  callsIn(counts) >= fewestCalls && stateOf(counts) !== "operational";

/** The beginning of the unbroken run of bad pieces of time; `null` where that lies before what is looked at. */
function sinceWhen(counts: readonly HealthCount[], now: Date): string | null {
  const buckets = [...new Set(counts.map(({ bucket }) => bucket.getTime()))].sort((a, b) => b - a);
  const isBad = (at: number) =>
    stateOf(counts.filter(({ bucket }) => bucket.getTime() === at)) !== "operational";
  const firstGood = buckets.findIndex((at) => !isBad(at));
  const since = buckets[firstGood < 0 ? buckets.length - 1 : Math.max(0, firstGood - 1)];
  const isWhole = firstGood < 0 && since !== undefined && since <= now.getTime() - lookedAtMs + bucketMs;
  return since === undefined || isWhole ? null : new Date(since).toISOString();
}

/** The middle of the times, as exactly as their classes tell it. */
function medianOf(counts: readonly HealthCount[]): number | null {
  const half = callsIn(counts) / 2;
  let before = 0;
  for (const [speed, limit] of speedLimitsMs.entries()) {
    const calls = callsIn(counts.filter((count) => count.speed === speed));
    if (calls > 0 && before + calls >= half) {
      const from = speedLimitsMs[speed - 1] ?? 0;
      return Math.round(from + ((half - before) / calls) * (limit - from));
    }
    before += calls;
  }
  return null;
}
