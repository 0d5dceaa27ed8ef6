import { postgresCode } from "#lib/db/database.ts";
import { AppError, type ErrorFacts } from "#lib/kernel/errors.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { RecordsError } from "./records-error.ts";

/** What `refuse_erased_investor` raises (drizzle/data/0008_records.sql). */
const erasedCode = "LIC01";
/** What `gate.refuse_erased` raises (drizzle/data/0032_erasure.sql): they have asked for their erasure. */
const erasureBegunCode = "LIC02";
const uniqueViolation = "23505";

/**
 * Outwardly there is one error, whatever was wrong with what is stored, and another for a KMS that is merely away. The
 * distinct reason is among the facts, which are logged and never sent.
 */
export async function refusingOpening<T>(facts: ErrorFacts, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (cause instanceof KeyError && cause.isPassing)
      throw new AppError("records.unavailable", facts, { cause });
    throw refusal(cause, facts) ?? cause;
  }
}

/** The same for storing. The KMS's failure is never the fault of what was to be stored. */
export async function refusingStoring<T>(facts: ErrorFacts, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (cause instanceof KeyError) throw new AppError("records.unavailable", facts, { cause });
    const code = postgresCode(cause);
    const isErased = code === erasedCode || code === erasureBegunCode;
    if (isErased || (cause instanceof RecordsError && cause.code === "keyErased")) {
      throw new AppError("records.erased", facts, { cause });
    }
    if (code === uniqueViolation) throw new AppError("records.changed", facts, { cause });
    throw refusal(cause, facts) ?? cause;
  }
}

function refusal(cause: unknown, facts: ErrorFacts): AppError | null {
  const isOurs = cause instanceof RecordsError || cause instanceof EnvelopeError || cause instanceof KeyError;
  return isOurs ? new AppError("records.unopenable", { ...facts, reason: cause.code }, { cause }) : null;
}
