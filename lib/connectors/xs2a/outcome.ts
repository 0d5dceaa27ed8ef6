import { AspspError } from "#lib/aspsp/failure.ts";
import type { Ending } from "./dialog.ts";
import { ImpossibleName } from "./person-headers.ts";
import { BankRefusal, reasonOfRefusal } from "./refusal.ts";

/** Whatever ended a call, in the port's words. What is nobody's fault but ours is thrown on as it is. */
export function toAspspError(cause: unknown): AspspError {
  if (cause instanceof AspspError) return cause;
  if (cause instanceof BankRefusal) return new AspspError(reasonOfRefusal(cause), cause.facts, { cause });
  throw cause;
}

const credentialCodes: readonly string[] = ["PSU_CREDENTIALS_INVALID", "CORPORATE_ID_INVALID"];

/** How a dialog ends by a failure before the person was asked anything, or by any other. */
export function endingOf(cause: unknown): Ending {
  if (cause instanceof ImpossibleName) return { kind: "credentialsRejected", problem: "notAccepted" };
  if (cause instanceof BankRefusal && credentialCodes.includes(cause.code)) {
    const problem = cause.links.changePassword === undefined ? "notAccepted" : "passwordExpired";
    return { kind: "credentialsRejected", problem };
  }
  const { reason, facts } = toAspspError(cause);
  return { kind: "failed", reason, message: null, retryAfterSeconds: facts.retryAfterSeconds ?? null };
}
