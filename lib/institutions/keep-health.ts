import type { Context } from "#lib/access/context.ts";
import type { HealthRecorder } from "./health-recorder.ts";
import { storeHealth } from "./store-health.ts";

const storeEveryMs = 15_000;

export interface KeptHealth {
  /** Stores what is left. */
  stop(): Promise<void>;
}

/** Stores what a worker counts, beside its jobs. A database that is away is told, and what was counted waits for it. */
export function keepHealth(
  ctx: Context,
  recorder: HealthRecorder,
  failed: (cause: unknown) => void,
): KeptHealth {
  let under: Promise<void> = Promise.resolve();
  const store = (): Promise<void> => {
    under = under.then(() => storeHealth(ctx, recorder)).catch(failed);
    return under;
  };
  const timer = setInterval(() => void store(), storeEveryMs);
  return {
    stop() {
      clearInterval(timer);
      return store();
    },
  };
}
