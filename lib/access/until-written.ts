import { setTimeout as pause } from "node:timers/promises";
import { postgresCode } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";

/** Longer than a database takes to start anew, and no longer than an orderly stop may wait; in milliseconds. */
const pausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000] as const;

/**
 * Writes what nobody else knows, also where the database is away for a moment or somebody else holds the row. `write`
 * is one transaction that may be done again: after a commit whose answer was lost it is.
 */
export async function untilWritten(write: () => Promise<void>): Promise<void> {
  for (const pauseMs of pausesMs) {
    try {
      return await write();
    } catch (cause) {
      if (!mayPass(cause)) throw cause;
    }
    await pause(pauseMs);
  }
  return write();
}

/** Away, a lock that was waited for in vain, or the loser of a deadlock (PostgreSQL, Appendix A). */
const mayPass = (cause: unknown): boolean =>
  cause instanceof AppError
    ? cause.code === "system.unavailable"
    : ["55P03", "40P01", "40001"].includes(postgresCode(cause) ?? "");
