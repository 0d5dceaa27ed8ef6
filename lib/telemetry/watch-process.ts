import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { PoolCount, PoolKind, Told } from "#lib/kernel/told.ts";
import type { Instruments } from "./instruments.ts";

const everyMs = 15_000;
const resolutionMs = 10;

export interface ProcessWatch {
  readonly watchPool: (opened: Told["pool.opened"]) => void;
  stop(): void;
}

/** How this process does: its event loop, memory and processor, and its connections. Looked at every 15 seconds. */
export function watchProcess({ record }: Pick<Instruments, "record">): ProcessWatch {
  const pools = new Map<PoolKind, () => PoolCount>();
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let busy = performance.eventLoopUtilization();
  let cpuMicros = 0;
  record("licet_process_started_seconds", performance.timeOrigin / 1_000, {});

  const look = (): void => {
    for (const [quantile, percentile] of [
      ["0.5", 50],
      ["0.99", 99],
      ["1", 100],
    ] as const) {
      const lateMs = Math.max(0, delay.percentile(percentile) / 1e6 - resolutionMs);
      record("licet_event_loop_delay_seconds", lateMs / 1_000, { quantile });
    }
    delay.reset();
    const now = performance.eventLoopUtilization();
    record("licet_event_loop_busy_ratio", performance.eventLoopUtilization(now, busy).utilization, {});
    busy = now;
    const { rss, heapUsed } = process.memoryUsage();
    record("licet_process_memory_bytes", rss, { memory: "resident" });
    record("licet_process_memory_bytes", heapUsed, { memory: "heap" });
    const { user, system } = process.cpuUsage();
    record("licet_process_cpu_seconds_total", (user + system - cpuMicros) / 1e6, {});
    cpuMicros = user + system;
    for (const [pool, count] of pools) {
      for (const [state, connections] of Object.entries(count()))
        record("licet_db_connections", connections, { pool, state });
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return {
    watchPool: ({ pool, count }) => void pools.set(pool, count),
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
