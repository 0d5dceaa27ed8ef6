import { setTimeout as wait } from "node:timers/promises";

import { EgressError } from "./egress-error.ts";
import type { WireAnswer } from "./exchange.ts";

const firstPauseMs = 150;
const longestPauseMs = 2_000;
const passingStatuses: readonly number[] = [502, 503, 504];
const passingReasons: readonly string[] = ["unreachable", "cut"];

interface Retries {
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly random: () => number;
}

/**
 * Tries a safe read again where the failure may pass by itself, after a pause that is drawn anew each time so that
 * many do not come back together. A bank that says when it will be back is believed and not asked before.
 */
export async function retrying(
  { attempts, signal, random }: Retries,
  attempt: () => Promise<WireAnswer>,
): Promise<WireAnswer> {
  for (let tried = 1; ; tried++) {
    const outcome = await attempt().catch((cause: unknown) => {
      if (tried >= attempts || !mayPass(cause)) throw cause;
      return null;
    });
    if (outcome && (tried >= attempts || !isPassing(outcome))) return outcome;
    await wait(pauseAfter(tried, random), undefined, { signal }).catch(() => {
      throw new EgressError("aborted");
    });
  }
}

/** Milliseconds after the so-manieth attempt: four times as long each time, up to a limit, and half of it by chance. */
export function pauseAfter(tried: number, random: () => number): number {
  const mostMs = Math.min(longestPauseMs, firstPauseMs * 4 ** (tried - 1));
  return mostMs * (0.5 + random() / 2);
}

const mayPass = (cause: unknown): boolean =>
  cause instanceof EgressError && passingReasons.includes(cause.reason);

const isPassing = ({ status, headers }: WireAnswer): boolean =>
  passingStatuses.includes(status) && headers["retry-after"] === undefined;
