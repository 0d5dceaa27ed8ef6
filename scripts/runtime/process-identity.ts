import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** A process number with its start time, so that a later process with the same number is never taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** `null` where the process is gone, is a zombie, or cannot be told apart for certain. */
export function identify(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
  return startedAt === null ? null : { pid, startedAt };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt;
}

function startOnLinux(pid: number): string | null {
  const found = statOnLinux(pid);
  const [state, ticks] = [found?.fields[0], found?.fields[19]];
  if (!ticks || state === "Z" || state === "X") return null;
  // Ticks count from the boot, so they mean something only together with it.
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${ticks}`;
}

/** The command stands in brackets and may hold spaces and brackets itself; the fields after the last one are plain. */
function statOnLinux(pid: number): { readonly command: string; readonly fields: readonly string[] } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")");
    return { command: stat.slice(stat.indexOf("(") + 1, end), fields: stat.slice(end + 2).split(" ") };
  } catch {
    return null;
  }
}

/** The program's name and its parent's number, while it runs. */
export function describeProcess(pid: number): { readonly name: string; readonly parent: number } | null {
  if (process.platform === "win32") return null;
  if (process.platform === "linux") {
    const found = statOnLinux(pid);
    return found && { name: found.command, parent: Number(found.fields[1]) };
  }
  const ps = spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(pid)], { encoding: "utf8" });
  const [, parent, command] = /^\s*(\d+)\s+(.+?)\s*$/.exec(ps.stdout ?? "") ?? [];
  return parent && command ? { parent: Number(parent), name: basename(command) } : null;
}

function startByPs(pid: number): string | null {
  if (process.platform === "win32") return null;
  const ps = spawnSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const line = ps.stdout?.trim();
  return !line || line.startsWith("Z") ? null : line.replace(/^\S+\s+/, "");
}

/** The signals to try, each with how long it may take. */
export type StopSignals = readonly (readonly [NodeJS.Signals, number])[];

export const politely: StopSignals = [
  ["SIGTERM", 8_000],
  ["SIGKILL", 3_000],
];

/** Ends a process, politely first. Answers whether it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  signals: StopSignals = politely,
): Promise<boolean> {
  for (const [signal, patienceMs] of signals) {
    if (!isRunning(identity)) return true;
    try {
      process.kill(identity.pid, signal);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EPERM") return false;
    }
    const deadline = Date.now() + patienceMs;
    while (isRunning(identity) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  }
  return !isRunning(identity);
}
