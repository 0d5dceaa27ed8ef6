import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

import { launchers } from "./launchers.ts";
import { endProcess, identify, isRunning, type ProcessIdentity } from "./process-identity.ts";
import { StopSentence } from "./stop-sentence.ts";

interface Holder extends ProcessIdentity {
  readonly launchers: readonly ProcessIdentity[];
}

export type Lock = { readonly release: () => void } | { readonly heldBy: number };

/**
 * Takes the lock unless a command that is alive and well has it. One whose launcher was killed is about to stop:
 * it is waited for, and ended if it hangs.
 */
export async function takeLock(file: string): Promise<Lock> {
  const self: Holder = {
    ...(identify(process.pid) ?? { pid: process.pid, startedAt: "unknown" }),
    launchers: launchers(),
  };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    for (;;) {
      try {
        // Unlike a write, a link appears whole or not at all.
        linkSync(draft, file);
        return { release: () => release(file) };
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      }
      const holder = readHolder(file);
      if (holder && isWell(holder)) return { heldBy: holder.pid };
      if (holder) await endOrphan(holder);
      removeStale(file, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

export function isLocked(file: string): boolean {
  const holder = readHolder(file);
  return holder !== null && isWell(holder);
}

const isWell = (holder: Holder): boolean => isRunning(holder) && holder.launchers.every(isRunning);

async function endOrphan(holder: Holder): Promise<void> {
  const isGone = await endProcess(holder, [
    ["SIGTERM", 20_000],
    ["SIGKILL", 3_000],
  ]);
  if (!isGone)
    throw new StopSentence(
      `The process ${holder.pid} of an earlier start does not end: stop it, then start again.`,
    );
}

/** Another command may have removed the stale lock and taken it in between: then theirs is put back. */
function removeStale(file: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  const moved = readHolder(aside);
  if (moved && isWell(moved)) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function release(file: string): void {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Holder;
  } catch {
    return null;
  }
}
