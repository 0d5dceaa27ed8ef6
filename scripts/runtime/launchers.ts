import { describeProcess, identify, isRunning, type ProcessIdentity } from "./process-identity.ts";

/**
 * The processes that started this one, as far as their death means that nobody can stop us any more:
 * bootstrap.mjs, which names itself, the npm above it, and the shell that npm may have put in between.
 */
export function launchers(): ProcessIdentity[] {
  const bootstrap = Number(process.env.LICET_LAUNCHER);
  if (!Number.isInteger(bootstrap) || bootstrap <= 1) return [];
  const chain = [bootstrap];
  if (process.env.npm_lifecycle_event) {
    const parent = describeProcess(bootstrap)?.parent;
    if (parent) chain.push(parent);
    const above = parent ? describeProcess(parent) : null;
    if (above && /^(ba|da|a|z)?sh$/.test(above.name)) chain.push(above.parent);
  }
  // The first process of a machine takes in orphans and launches nobody.
  return chain.filter((pid) => pid > 1).flatMap((pid) => identify(pid) ?? []);
}

/** Calls back once when a launcher has been killed, for then no Ctrl-C reaches us any more. */
export function whenOrphaned(callback: () => void): void {
  const started = launchers();
  const timer = setInterval(() => {
    if (started.every(isRunning)) return;
    clearInterval(timer);
    callback();
  }, 150);
  timer.unref();
}
