import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { WorkerConfig } from "#lib/config/worker-config.ts";
import { HealthRecorder } from "#lib/institutions/health-recorder.ts";
import { keepHealth } from "#lib/institutions/keep-health.ts";
import { watchInstitutions } from "#lib/institutions/watch-institutions.ts";

/** The banks as the file has them at each moment, and how they answer: what connectors are made with. */
export function startBanks(config: WorkerConfig, base: Pick<Context, "db" | "clock">, log: Logger) {
  const institutions = watchInstitutions(config.institutions, log);
  const health = new HealthRecorder(() => base.clock.now());
  const actor = { type: "system", job: "institutions.health" } as const;
  const kept = keepHealth({ ...base, actor, requestId: "institutions-health" }, health, (err) =>
    log.warn({ err }, "institutions.health_not_stored"),
  );
  return {
    institutions,
    health,
    async stop(): Promise<void> {
      institutions.stop();
      await kept.stop();
    },
  };
}
