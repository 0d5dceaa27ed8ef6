import { AspspError, type AspspFailure } from "#lib/aspsp/failure.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConnectionNeed } from "./connection.ts";

/** What a failure means for the rest of a run. */
export type Failure =
  /** This one was not read; the others may be. */
  | { readonly scope: "product"; readonly reason: AspspFailure }
  /** Nothing more is to be asked of the bank in this run. */
  | { readonly scope: "run"; readonly reason: AspspFailure; readonly need: ConnectionNeed | null }
  /** The investor ended the access at the bank. */
  | { readonly scope: "revoked" }
  /** It is not ours to read any more; nothing is stored and nobody is asked for anything. */
  | { readonly scope: "stopped" };

const ofProduct = (reason: AspspFailure): Failure => ({ scope: "product", reason });
const ofRun = (reason: AspspFailure, need: ConnectionNeed | null = null): Failure => ({
  scope: "run",
  reason,
  need,
});

/** `null` for what is no refusal of a bank or of a consent: a fault of ours, which is thrown on. */
export function judgeFailure(cause: unknown): Failure | null {
  if (cause instanceof AspspError) return ofBank(cause.reason);
  if (!(cause instanceof AppError)) return null;
  switch (cause.code) {
    case "consent.access_refused":
      return ofConsent(String(cause.facts.reasons ?? "").split(" "));
    case "consent.not_found":
    case "records.erased":
      return { scope: "stopped" };
    case "vault.institution_changed":
      // The bank's hosts are others than those that the access was handed over for.
      return ofRun("hostNotAllowed", "credential");
    case "vault.unopenable":
      return ofRun("tokenRefused", "confirm");
    case "records.unopenable":
      // What the bank wrote has a form that no record can have.
      return cause.facts.reason === "malformedContent" ? ofProduct("malformedAnswer") : null;
    default:
      return null;
  }
}

function ofBank(reason: AspspFailure): Failure {
  switch (reason) {
    case "consentRevoked":
      return { scope: "revoked" };
    case "consentExpired":
    case "consentInvalid":
    case "consentRefused":
    case "tokenRefused":
    case "secondPersonNeeded":
      return ofRun(reason, "confirm");
    case "accessBlocked":
      return ofRun(reason, "credential");
    case "readsExhausted":
    case "tooManyRequests":
    case "maintenance":
    case "callerRefused":
    case "bankUntrusted":
    case "hostNotAllowed":
      return ofRun(reason);
    default:
      return ofProduct(reason);
  }
}

/** What the investor has to do before a bank that answered so is asked again; `null` where it is not theirs. */
export function needAfter(reason: AspspFailure): ConnectionNeed | null {
  const failure = ofBank(reason);
  return failure.scope === "run" ? failure.need : null;
}

const confirmAgain = ["bankConsentMissing", "bankConsentTooOld", "scaMissing", "scaTooOld"];

/** What the consent's own check found lacking. What it does not cover any more is another matter than what the bank is owed. */
function ofConsent(reasons: readonly string[]): Failure {
  if (reasons.every((one) => confirmAgain.includes(one) || exhausted.includes(one))) {
    return reasons.some((one) => confirmAgain.includes(one))
      ? ofRun("consentExpired", "confirm")
      : ofRun("readsExhausted");
  }
  return { scope: "stopped" };
}

const exhausted = ["readTooOften", "alreadyRead"];
