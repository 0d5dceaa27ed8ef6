import { describe, expect, test } from "vitest";
import { AspspError, aspspFailures } from "#lib/aspsp/failure.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { judgeFailure } from "./judge-failure.ts";

const refused = (...reasons: string[]) =>
  judgeFailure(new AppError("consent.access_refused", { reasons: reasons.join(" ") }));

describe("what a failure means for the rest of a run", () => {
  test("is known for every reason that a bank can have", () => {
    for (const reason of aspspFailures) expect(judgeFailure(new AspspError(reason)), reason).not.toBeNull();
  });

  test("is the person's to mend where the bank's consent or token is over, and a password is never tried again", () => {
    for (const reason of ["consentExpired", "consentInvalid", "tokenRefused"] as const)
      expect(judgeFailure(new AspspError(reason))).toEqual({ scope: "run", reason, need: "confirm" });
    expect(judgeFailure(new AspspError("accessBlocked"))).toMatchObject({ need: "credential" });
    expect(judgeFailure(new AppError("vault.institution_changed"))).toMatchObject({ need: "credential" });
    expect(judgeFailure(new AppError("vault.unopenable"))).toMatchObject({ need: "confirm" });
  });

  test("asks the person for nothing where the bank was asked too often", () => {
    for (const reason of ["readsExhausted", "tooManyRequests", "maintenance"] as const)
      expect(judgeFailure(new AspspError(reason))).toEqual({ scope: "run", reason, need: null });
    expect(refused("readTooOften")).toEqual({ scope: "run", reason: "readsExhausted", need: null });
  });

  test("leaves the other kinds of data alone where one answer is wrong", () => {
    for (const reason of [
      "malformedAnswer",
      "answerTooLarge",
      "notCovered",
      "accountGone",
      "bankDown",
    ] as const)
      expect(judgeFailure(new AspspError(reason))).toEqual({ scope: "product", reason });
  });

  test("is the end of it where the consent does not cover it any more, whatever else is lacking", () => {
    for (const reasons of [["withdrawn"], ["credentialMissing"], ["expired", "scaTooOld"], [""]])
      expect(refused(...reasons)).toEqual({ scope: "stopped" });
    expect(refused("scaTooOld", "readTooOften")).toMatchObject({ need: "confirm" });
    expect(judgeFailure(new AspspError("consentRevoked"))).toEqual({ scope: "revoked" });
  });

  test("is not made up for a fault of ours", () => {
    expect(judgeFailure(new TypeError("x"))).toBeNull();
    expect(judgeFailure(new AppError("records.unavailable"))).toBeNull();
  });
});
