import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";

/** Says what the machine was like before and after the work, because all of it is in the figures. */
export async function tellingMachine(work: () => Promise<void>): Promise<void> {
  const taken = watchTaken();
  console.log(`machine before: ${load()}, which should be near 0; ${sum()}`);
  try {
    await work();
  } finally {
    console.log(`machine after: ${load()}; ${sum()}${taken()}`);
  }
}

const load = (): string => `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;

const additions = 1e8;

/** Nothing but one core's own speed at this moment. */
function sum(): string {
  const since = performance.now();
  let total = 0;
  for (let at = 0; at < additions; at++) total += at % 7;
  const took = performance.now() - since;
  return total > 0 ? `a hundred million additions take ${took.toFixed(0)} ms` : "";
}

/** What a host gave to its other guests; Linux alone tells it (proc(5), `steal`). */
function watchTaken(): () => string {
  const before = processorTicks();
  return () => {
    const after = processorTicks();
    if (!before || !after) return "";
    const share = (after.taken - before.taken) / (after.all - before.all);
    return `; ${(share * 100).toFixed(0)} % of the processors' time was taken by other guests of the host`;
  };
}

function processorTicks(): { readonly taken: number; readonly all: number } | null {
  if (process.platform !== "linux") return null;
  const ticks = readFileSync("/proc/stat", "utf8")
    .split("\n")[0]
    ?.trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  if (!ticks) return null;
  return { taken: ticks[7] ?? 0, all: ticks.reduce((sum, one) => sum + one, 0) };
}
