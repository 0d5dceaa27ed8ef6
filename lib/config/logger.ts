import { type LogFn, pino } from "pino";
import { AppError } from "#lib/kernel/errors.ts";
import { tell } from "#lib/kernel/told.ts";

export type Logger = ReturnType<typeof createLogger>;

/**
 * One JSON object a line. A `Secret` prints as `[secret]` by its type. Of a failure only its kind, code
 * and place are written: messages of databases and libraries quote values.
 */
export function createLogger(name: string, level: string, destination?: { write(line: string): void }) {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeFailure },
    hooks: { logMethod: tellingOf },
  };
  return destination ? pino(options, destination) : pino(options);
}

const warning = 40;
const levels: Readonly<Record<number, string>> = { 40: "warn", 50: "error", 60: "fatal" };

/** Warnings are counted by their event, which is the line's own fixed text. */
function tellingOf(
  this: unknown,
  line: Parameters<LogFn>,
  write: (...line: Parameters<LogFn>) => void,
  level: number,
): void {
  const event = line.find((part) => typeof part === "string");
  if (level >= warning) tell("log.written", { level: levels[level] ?? "error", event: event ?? "none" });
  write.apply(this, line);
}

/** A failure that nobody caught leaves the process in an unknown state: it is logged without its text, and the process ends. */
export function endOnUncaught(log: Logger): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (err: unknown) => {
      log.fatal({ err }, event);
      process.exit(70);
    });
  }
}

/**
 * What a framework prints may be a request's text or a query with its parameters. From here on the console writes
 * like the log: a failure's kind, code and place, and of other texts nothing.
 */
export function quietConsole(log: Logger): void {
  const write =
    (level: "error" | "warn" | "debug") =>
    (...said: readonly unknown[]) => {
      const err = said.find((one) => one instanceof Error);
      log[level](err ? { err, digest: digestOf(err) } : {}, "console");
    };
  Object.assign(console, {
    error: write("error"),
    warn: write("warn"),
    log: write("debug"),
    info: write("debug"),
  });
}

/** The number under which the framework's error page shows a failure. */
const digestOf = (failure: Error): string | null =>
  "digest" in failure && typeof failure.digest === "string" && /^\d{1,20}$/.test(failure.digest)
    ? failure.digest
    : null;

interface FailureLine {
  readonly kind: string;
  readonly code: string | null;
  readonly facts: Readonly<Record<string, string | number>> | null;
  readonly at: readonly string[];
  readonly cause: FailureLine | null;
}

export function describeFailure(failure: unknown): FailureLine {
  if (!(failure instanceof Error))
    return { kind: typeof failure, code: null, facts: null, at: [], cause: null };
  return {
    kind: failure.name,
    code: "code" in failure && typeof failure.code === "string" ? failure.code : null,
    facts: failure instanceof AppError ? failure.facts : null,
    at: placesIn(failure.stack),
    cause: failure.cause === undefined ? null : describeFailure(failure.cause),
  };
}

/** The frames without the first line, which repeats the message. */
function placesIn(stack: string | undefined): readonly string[] {
  return (stack ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .slice(0, 8);
}
