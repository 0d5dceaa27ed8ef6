import { z } from "zod";

import type { RefusedAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError, type AspspFailure } from "#lib/aspsp/failure.ts";

/** RFC 7807, with the standard's list of types. What else it says is for people and may hold anything. */
const Problem = z.object({ type: z.string().regex(/^\/problems\/[A-Z_]{1,60}$/) });

const byType: Readonly<Record<string, AspspFailure>> = {
  INVALID_PAYLOAD: "requestRefused",
  MALFORMED_PAYLOAD: "requestRefused",
  INSUFFICIENT_PRIVILEGES: "consentInvalid",
  NO_ACCESS_TO_RESOURCE: "notCovered",
  RESOURCE_DOES_NOT_EXIST: "accountGone",
  RESOURCE_NOT_READY: "bankDown",
  RESOURCE_TOO_LARGE: "answerTooLarge",
  WRONG_METHOD: "notSupported",
  NOT_IMPLEMENTED: "notSupported",
};

/** A refusal in the port's words. Without tokens it is the consent that a bank calls an invalid token. */
export function toFailure(refused: RefusedAnswer, hasTokens: boolean): AspspError {
  const { call, status, json, retryAfterSeconds } = refused;
  const parsed = Problem.safeParse(json);
  const type = parsed.success ? parsed.data.type.replace("/problems/", "") : "";
  return new AspspError(reasonOf(refused, type, hasTokens), {
    call,
    status,
    ...(type === "" ? {} : { bankCode: type }),
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
}

/** Whether the bank has no answer for that day yet. */
export const isNotReady = (cause: unknown): boolean =>
  cause instanceof AspspError && cause.facts.bankCode === "RESOURCE_NOT_READY";

/** A bank that will be back within a minute is busy; one that is away for longer is so on purpose. */
const longAwaySeconds = 60;
/** A budget of reads is of a day; a limit of pace is of seconds. */
const budgetSeconds = 3_600;

function reasonOf(
  { status, retryAfterSeconds }: RefusedAnswer,
  type: string,
  hasTokens: boolean,
): AspspFailure {
  const after = retryAfterSeconds ?? 0;
  if (status === 429) return after >= budgetSeconds ? "readsExhausted" : "tooManyRequests";
  const known = byType[type];
  if (known) return known;
  if (status === 401) {
    if (hasTokens) return "tokenRefused";
    return type === "EXPIRED_TOKEN" ? "consentExpired" : "consentInvalid";
  }
  if (status === 403) return "notCovered";
  if (status === 404) return "accountGone";
  if (status === 501) return "notSupported";
  if (status === 503 && after >= longAwaySeconds) return "maintenance";
  return status >= 500 || status === 408 ? "bankDown" : "requestRefused";
}
