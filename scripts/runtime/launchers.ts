import { identify, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** The processes that started this one: bootstrap.mjs names itself and the npm above it. */
export function launchers(): ProcessIdentity[] {
  const pids = (process.env.LICET_LAUNCHERS ?? "").split(",").map(Number).filter(Number.isInteger);
  return pids.filter((pid) => pid > 1).flatMap((pid) => identify(pid) ?? []);
}

/** Calls back once when a launcher has been killed, for then no Ctrl-C reaches us any more. */
export function whenOrphaned(callback: () => void): void {
  const started = launchers();
  const timer = setInterval(() => {
    if (started.every(isRunning)) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}
