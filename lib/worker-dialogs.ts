import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { DialogWorker } from "#lib/authorisation/claim-authorisation.ts";
import { sweepAuthorisations } from "#lib/authorisation/jobs.ts";
import { type DialogKeeper, keepDialogs } from "#lib/authorisation/keep-dialogs.ts";
import { type RelaySettings, startRelay } from "#lib/authorisation/start-relay.ts";
import { sweepEveryMs } from "#lib/authorisation/sweep.job.ts";
import type { Logger } from "#lib/config/logger.ts";
import { systemClock } from "#lib/kernel/clock.ts";

/** Another one at each start: in a container every start has the same host and process, and dialogs died with the last. */
export const newWorkerId = (): string => `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;

export interface WorkerDialogs {
  readonly keeper: DialogKeeper;
  readonly worker: DialogWorker;
  /** Ends the dialogs as interrupted; from then on no answer is taken. */
  stop(): Promise<void>;
}

/** The dialogs with banks that this process will lead, and the way in for what people answer. */
export async function startDialogs(workerId: string, relaySettings: RelaySettings): Promise<WorkerDialogs> {
  const keeper = keepDialogs(systemClock);
  const relay = await startRelay(keeper.deliver, relaySettings);
  return {
    keeper,
    worker: { workerId, address: relay.address },
    async stop() {
      await keeper.stop();
      await relay.close();
    },
  };
}

type AddJob = (name: string, payload: object, options: { jobKey: string }) => Promise<unknown>;

/** Several times a minute, which the queue's own schedule cannot: somebody waits for what a dead worker asked. */
export async function keepSweeping(addJob: AddJob, log: Pick<Logger, "warn">): Promise<() => void> {
  const sweep = () =>
    addJob(sweepAuthorisations.name, {}, { jobKey: `${sweepAuthorisations.name}:sweep` }).catch((err) =>
      log.warn({ err }, "authorisation.sweep_not_started"),
    );
  await sweep();
  const timer = setInterval(sweep, sweepEveryMs);
  return () => clearInterval(timer);
}
