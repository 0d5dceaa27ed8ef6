import { setImmediate } from "node:timers/promises";

const sliceMs = 4;

/** Lets the process serve others between two pieces of long work, once one slice of time is used up. */
export function slices(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < sliceMs) return;
    await setImmediate();
    since = performance.now();
  };
}
