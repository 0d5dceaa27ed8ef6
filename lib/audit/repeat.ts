import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "#lib/config/logger.ts";

/** After a failure, and between two lines of the log about one that lasts. */
const afterFailureMs = 1_000;
export const repeatAlarmMs = 60_000;

/** Does the work again and again until it is told to stop. A failure is said at once and then each minute, and ends nothing. */
export async function repeatUntil(
  stopping: AbortSignal,
  everyMs: number,
  log: Pick<Logger, "error">,
  failed: string,
  work: () => Promise<void>,
): Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY;
  while (!stopping.aborted) {
    const since = performance.now();
    let waitMs = everyMs;
    try {
      await work();
      saidAt = Number.NEGATIVE_INFINITY;
    } catch (err) {
      waitMs = Math.max(everyMs, afterFailureMs);
      if (since - saidAt >= repeatAlarmMs) {
        log.error({ err }, failed);
        saidAt = since;
      }
    }
    const leftMs = Math.max(0, waitMs - (performance.now() - since));
    await pause(leftMs, undefined, { signal: stopping }).catch(() => {});
  }
}
