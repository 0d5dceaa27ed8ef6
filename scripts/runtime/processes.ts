import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import {
  endProcess,
  identify,
  type ProcessIdentity,
  politely,
  type StopSignals,
} from "./process-identity.ts";
import { StopSentence } from "./stop-sentence.ts";

export interface Service {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

export interface ServiceCommand {
  /** Where `logs/` and `run/` are. */
  readonly directory: string;
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly runAs?: { readonly uid: number; readonly gid: number } | null;
  readonly stopSignals?: StopSignals;
}

/** What `run/NAME.json` holds, for the start after one that was killed. */
export interface RunRecord extends ProcessIdentity {
  readonly name: string;
  readonly stopSignals: StopSignals;
}

/**
 * Starts a process that outlives no orderly stop. It has a process group of its own, so that Ctrl-C reaches it
 * through us and in our order; it writes to its log file directly, so that our death does not break its output.
 */
export function startService(options: ServiceCommand): Service {
  const { directory, name, stopSignals = politely } = options;
  const logFile = join(directory, "logs", `${name}.log`);
  const record = join(directory, "run", `${name}.json`);
  for (const folder of ["logs", "run"]) mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 });
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.previous`);

  const log = openSync(logFile, "a", 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.env, ...marks(directory, name) } as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log],
    detached: true,
    ...(options.runAs ?? {}),
  });
  closeSync(log);

  const identity = child.pid === undefined ? null : identify(child.pid);
  if (identity)
    writeFileSync(record, JSON.stringify({ name, ...identity, stopSignals } satisfies RunRecord), {
      mode: 0o600,
    });

  let isEnded = false;
  const ended = whenEnded(child).then((how) => {
    isEnded = true;
    rmSync(record, { force: true });
    return how;
  });
  return {
    name,
    pid: child.pid ?? -1,
    logFile,
    ended,
    hasEnded: () => isEnded,
    async stop() {
      if (identity) await endProcess(identity, stopSignals);
      if (child.pid !== undefined) endGroup(child.pid);
      await ended;
    },
  };
}

/** What a service carries in its environment, by which leftovers.ts finds it when its record is lost. */
export function marks(directory: string, name: string): Readonly<Record<string, string>> {
  return { LICET_STATE_DIRECTORY: directory, LICET_SERVICE: name };
}

function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once("error", (cause) => done(`could not be started (${cause.message})`));
    child.once("exit", (code, signal) => done(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
}

/** What the process itself started and left behind shares its group. */
export function endGroup(pid: number): void {
  if (process.platform === "win32") return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of the group is left, which is the usual case.
  }
}

/** The last lines of a log, for the person who has to find out why a process ended. */
export function tail(logFile: string, lines = 20): string {
  if (!existsSync(logFile)) return "";
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

/** Says which process ended, how, and what it last wrote. */
export async function explainEnd(service: Service): Promise<StopSentence> {
  return new StopSentence(
    `${service.name} ${await service.ended}; the end of ${service.logFile}:\n${tail(service.logFile)}`,
  );
}

/** Waits until `probe` says yes. A process that ends meanwhile, the deadline and an abort all end the wait. */
export async function waitUntilReady(
  service: Service,
  probe: () => boolean | Promise<boolean>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await probe())) {
    signal?.throwIfAborted();
    if (service.hasEnded()) throw await explainEnd(service);
    if (Date.now() > deadline) {
      const log = `the end of ${service.logFile}:\n${tail(service.logFile)}`;
      throw new StopSentence(`${service.name} was not ready after ${timeoutMs / 1000} s; ${log}`);
    }
    await new Promise((done) => setTimeout(done, 40));
  }
}
