import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

import { endProcess, identify, type StopSignals } from "./process-identity.ts";
import { StopSentence } from "./stop-sentence.ts";

/** Fast shutdown, then an immediate one that recovers at the next start; SIGTERM would wait for every client. */
export const postgresSignals: StopSignals = [
  ["SIGINT", 10_000],
  ["SIGQUIT", 5_000],
  ["SIGKILL", 3_000],
];

/** Stops the server that a killed start has left on this cluster, and clears a lock file whose server is gone. */
export async function endPostgresOrphan(data: string): Promise<void> {
  const lockFile = join(data, "postmaster.pid");
  if (!existsSync(lockFile)) return;
  const orphan = identify(Number(readFileSync(lockFile, "utf8").split("\n")[0]));
  if (orphan && servesCluster(orphan.pid, data) && !(await endProcess(orphan, postgresSignals))) {
    throw new StopSentence(
      `The PostgreSQL of an earlier start (process ${orphan.pid}) does not end: stop it, then start again.`,
    );
  }
  // A number that now belongs to somebody else would make PostgreSQL refuse to start.
  if (!orphan || !servesCluster(orphan.pid, data)) rmSync(lockFile, { force: true });
  await whenBackendsAreGone(data);
}

/** A server works inside its data folder, which proves whose it is. */
function servesCluster(pid: number, data: string): boolean {
  try {
    if (process.platform === "linux") return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
  const ps = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout?.includes(data) ?? false;
}

/** After a kill -9 of the server its backends end by themselves within moments; until then the cluster is in use. */
async function whenBackendsAreGone(data: string): Promise<void> {
  if (process.platform !== "linux") return;
  const isInUse = (): boolean =>
    readdirSync("/proc").some((pid) => /^\d+$/.test(pid) && servesCluster(Number(pid), data));
  for (let tries = 0; tries < 100 && isInUse(); tries++) await new Promise((done) => setTimeout(done, 50));
}
