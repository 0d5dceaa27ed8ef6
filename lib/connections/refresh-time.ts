import { createHash } from "node:crypto";
import type { ConnectionId } from "#lib/kernel/id.ts";

const hourMs = 3_600_000;
/** UTC: night in Europe, where the banks' own batches are mostly done and nobody waits for a page. */
export const nightBeginsHour = 1;
export const nightEndsHour = 5;
/** What was read in the evening is not read again in the same night. */
const shortestGapMs = 6 * hourMs;

/** From 0 to 1, the same for a connection every night, and spread evenly over all of them. */
export function placeOf(connectionId: ConnectionId): number {
  return createHash("sha256").update(connectionId).digest().readUInt32BE(0) / 2 ** 32;
}

/** When a connection is to be refreshed next: at its own time of the night, so that they never all come at once. */
export function nextRefresh(connectionId: ConnectionId, now: Date): Date {
  const into = nightBeginsHour * hourMs + placeOf(connectionId) * (nightEndsHour - nightBeginsHour) * hourMs;
  const earliest = now.getTime() + shortestGapMs;
  const midnight = new Date(earliest).setUTCHours(0, 0, 0, 0);
  const at = midnight + Math.floor(into);
  return new Date(at >= earliest ? at : at + 24 * hourMs);
}

const firstPauseMs = 10 * 60_000;
export const retriesADay = 3;

/**
 * When to try again after a failure that passes by itself: after ten, twenty and forty minutes, each longer by up to
 * half so that those who failed together do not come back together; then on the next night.
 */
export function retryAt(connectionId: ConnectionId, failures: number, now: Date, chance: number): Date {
  if (failures > retriesADay) return nextRefresh(connectionId, now);
  const pauseMs = firstPauseMs * 2 ** Math.max(failures - 1, 0);
  return new Date(now.getTime() + Math.floor(pauseMs * (1 + chance / 2)));
}
