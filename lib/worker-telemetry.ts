import type pg from "pg";
import type { Logger } from "#lib/config/logger.ts";
import type { WorkerConfig } from "#lib/config/worker-config.ts";
import type { InstitutionSource } from "#lib/institutions/institution-source.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { watchQueue } from "#lib/jobs/watch-queue.ts";
import { startTelemetry } from "#lib/telemetry/start-telemetry.ts";

interface Parts {
  readonly handlers: readonly JobHandler[];
  readonly institutions: Pick<InstitutionSource, "current">;
  readonly queuePool: pg.Pool;
}

/** What the worker tells of itself. It begins before there is anything to tell, and learns then what has which name. */
export async function startWorkerTelemetry({ telemetry }: Pick<WorkerConfig, "telemetry">, log: Logger) {
  const jobs = new Set<string>();
  let institutions: Parts["institutions"] | null = null;
  let stopWatching = () => {};
  const started = await startTelemetry("licet-worker", telemetry, {
    route: () => false,
    job_kind: (name) => jobs.has(name),
    institution: (id) => institutions?.current().has(id) ?? false,
  });
  return {
    know(parts: Parts): void {
      for (const { job } of parts.handlers) jobs.add(job.name);
      institutions = parts.institutions;
      if (telemetry.metrics || telemetry.otlp) stopWatching = watchQueue(parts.queuePool, log);
    },
    async stop(): Promise<void> {
      stopWatching();
      await started.stop();
    },
  };
}
