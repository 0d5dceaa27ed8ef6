import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { postgresSignals } from "./postgres-orphan.ts";
import { endProcess, identify, isRunning, politely } from "./process-identity.ts";
import { endGroup, marks, type RunRecord } from "./processes.ts";
import { StopSentence } from "./stop-sentence.ts";

/** Ends what a killed start has left running, if its record or its environment proves that it is ours. */
export async function stopLeftovers(directory: string): Promise<string[]> {
  const folder = join(directory, "run");
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  const recorded = files.flatMap((file) => readRecord(join(folder, file)) ?? []).filter(isRunning);
  const marked = findMarked(directory).filter(({ pid }) => !recorded.some((record) => record.pid === pid));

  const stopped = await Promise.all([...recorded, ...marked].map(endLeftover));
  for (const file of files) rmSync(join(folder, file), { force: true });
  return [...new Set(stopped)].sort();
}

async function endLeftover(record: RunRecord): Promise<string> {
  if (!(await endProcess(record, record.stopSignals))) {
    throw new StopSentence(
      `The process ${record.pid} (${record.name}) of an earlier start does not end: stop it, then start again.`,
    );
  }
  endGroup(record.pid);
  return record.name;
}

function readRecord(file: string): RunRecord | null {
  try {
    const record = JSON.parse(readFileSync(file, "utf8"));
    const isWhole =
      Number.isInteger(record.pid) &&
      typeof record.startedAt === "string" &&
      Array.isArray(record.stopSignals);
    return isWhole ? record : null;
  } catch {
    // A record cut off by a kill -9 names nobody.
    return null;
  }
}

/** A kill -9 between a start and its record leaves a process that only its environment can name. */
function findMarked(directory: string): RunRecord[] {
  if (process.platform !== "linux") return [];
  const mark = `LICET_STATE_DIRECTORY=${marks(directory, "").LICET_STATE_DIRECTORY}`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readEnvironment(pid);
      const identity = environment.includes(mark) ? identify(Number(pid)) : null;
      if (!identity) return [];
      const name =
        environment.find((entry) => entry.startsWith("LICET_SERVICE="))?.split("=")[1] ?? "unknown";
      return [{ ...identity, name, stopSignals: /^postgres-\w+$/.test(name) ? postgresSignals : politely }];
    });
}

function readEnvironment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
