import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Xs2aInstitution } from "#lib/connectors/xs2a/xs2a-institution.ts";
import type { LeasePace } from "#lib/jobs/lease.ts";
import type { TestDatabase } from "./database.ts";
import type { TestRecords } from "./records.ts";
import type { SyncWorkerPlan } from "./sync-worker.ts";

export interface SyncWorker {
  readonly id: string;
  readonly child: ChildProcess;
  /** Its log so far, parsed. */
  readonly lines: readonly { readonly msg: string; readonly err?: { readonly kind: string } }[];
}

const program = fileURLToPath(new URL("./sync-worker.ts", import.meta.url));

/** Fast enough for a test: a dead worker's jobs are free after a second. */
export const quickPace: LeasePace = { beatEveryMs: 200, lateAfterMs: 1_000 };

/** Worker processes that read banks, on this file's databases. */
export function syncCrew(database: TestDatabase, records: TestRecords, institution: () => Xs2aInstitution) {
  const alive = new Map<string, SyncWorker>();
  let made = 0;

  return {
    alive,
    async start(pace: LeasePace = quickPace): Promise<SyncWorker> {
      made += 1;
      const { kms } = records;
      const plan: SyncWorkerPlan = {
        workerId: `reader-${made}`,
        pace,
        caFile: database.caFile,
        dataUrl: database.url("data", "licet_worker"),
        keysUrl: database.url("keys", "licet_worker"),
        kms: { port: kms.port, ca: kms.ca, token: kms.tokens.worker },
        records: kms.names.records,
        book: kms.names.book,
        institution: institution(),
      };
      const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
      const lines: SyncWorker["lines"][number][] = [];
      const worker = { id: plan.workerId, child, lines };
      alive.set(worker.id, worker);
      child.once("exit", () => alive.delete(worker.id));
      child.stdin?.end(JSON.stringify(plan));
      const ready = Promise.withResolvers<void>();
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
        lines.push(JSON.parse(line));
        if (lines.at(-1)?.msg === "worker.ready") ready.resolve();
      });
      child.once("exit", (code, signal) =>
        ready.reject(new Error(`the worker ended with ${code ?? signal}`)),
      );
      await ready.promise;
      return worker;
    },
    async stop(): Promise<void> {
      const children = [...alive.values()].map(({ child }) => child);
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(
        children.map((child) => child.exitCode ?? new Promise((done) => child.once("exit", done))),
      );
    },
  };
}

/** Looks again until there is an answer. The test's own time limit ends it. */
export async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await pause(10);
  }
}
