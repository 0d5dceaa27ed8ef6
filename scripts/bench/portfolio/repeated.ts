import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { percentile } from "../audit/cluster.ts";

const rounds = 60;
const warmUp = 10;

export interface Repeated {
  readonly half: number;
  readonly p95: number;
  /** What this process worked for each, whatever else the machine did meanwhile. */
  readonly ownMs: number;
  /** How long the process served nobody else, p99 in milliseconds. */
  readonly heldUp: number;
}

/** The same work many times after a few that do not count, in milliseconds. */
export async function repeated(work: () => Promise<unknown>): Promise<Repeated> {
  for (let round = 0; round < warmUp; round++) await work();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took: number[] = [];
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const since = performance.now();
    await work();
    took.push(performance.now() - since);
    await setImmediate();
  }
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  const ownMs = (user + system) / 1_000 / rounds;
  return {
    ownMs,
    half: percentile(took, 0.5),
    p95: percentile(took, 0.95),
    heldUp: delay.percentile(99) / 1e6,
  };
}

export interface Beside {
  readonly what: string;
  readonly ours: () => Promise<unknown>;
  /** The bare SQL and the bare decryption of the same bytes. */
  readonly bare: () => Promise<unknown>;
  readonly toReachMs: number;
}

export async function beside({ what, ours, bare, toReachMs }: Beside): Promise<void> {
  const [us, raw] = [await repeated(ours), await repeated(bare)];
  console.log(
    `${what}: p50 ${us.half.toFixed(1)} ms, p95 ${us.p95.toFixed(1)} ms (to reach: ${toReachMs} ms), ${us.ownMs.toFixed(1)} ms of it this process’s work; bare SQL and decryption ` +
      `p50 ${raw.half.toFixed(1)} ms and ${raw.ownMs.toFixed(1)}, ${(us.half / raw.half).toFixed(1)} times; event loop p99 ${us.heldUp.toFixed(0)} ms (to reach: 20 ms)`,
  );
}
