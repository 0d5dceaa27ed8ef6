import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The kernel's clock ticks: a hundred a second on every Linux that this is run on. */
const tickMs = 10;

/**
 * Processor time in milliseconds that each process of an installation has used so far, and this one's: unlike the time
 * that passes it does not depend on what else the machine does. Empty where the kernel does not tell.
 */
export function processorTimes(directory: string): ReadonlyMap<string, number> {
  const folder = join(directory, "run");
  const pids = new Map(
    readdirSync(folder).map((file) => {
      const { pid } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { pid: number };
      return [pid, basename(file, ".json")] as const;
    }),
  );
  const { user, system } = process.cpuUsage();
  const times = new Map([["web side", (user + system) / 1000]]);
  for (const pid of allProcesses()) {
    const seen = statOf(pid);
    const name = pids.get(pid) ?? (seen && pids.get(seen.parent));
    if (seen && name) times.set(name, (times.get(name) ?? 0) + seen.ms);
  }
  return times;
}

function allProcesses(): readonly number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** What comes after the name, which may hold anything: state, parent, and the user's and the system's time as 14 and 15. */
function statOf(pid: number): { readonly parent: number; readonly ms: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs };
  } catch {
    return null;
  }
}
