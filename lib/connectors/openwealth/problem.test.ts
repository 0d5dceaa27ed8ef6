import { afterEach, describe, expect, test } from "vitest";

import { Secret } from "#lib/kernel/secret.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  closeCustodians,
  day,
  grant,
  hostile,
  problem,
  type Told,
} from "#scripts/testing/hostile-custodian.ts";
import { reading } from "#scripts/testing/retail-bank.ts";

afterEach(closeCustodians);

describe("a refusal is told by its type", () => {
  test.each<[string, Told, string]>([
    [
      "a budget that is spent",
      problem("OPERATION_NOT_ALLOWED", 429, { "retry-after": "86400" }),
      "readsExhausted",
    ],
    [
      "a pace that is too quick",
      { status: 429, body: {}, headers: { "retry-after": "2" } },
      "tooManyRequests",
    ],
    ["a token that is none", problem("INVALID_TOKEN", 401), "consentInvalid"],
    ["a token that has run out", problem("EXPIRED_TOKEN", 401), "consentExpired"],
    ["a right that is missing", problem("NO_ACCESS_TO_RESOURCE", 403), "notCovered"],
    ["somebody who is not there", problem("RESOURCE_DOES_NOT_EXIST", 404), "accountGone"],
    ["too much to tell", problem("RESOURCE_TOO_LARGE", 400), "answerTooLarge"],
    ["what is not built", problem("NOT_IMPLEMENTED", 501), "notSupported"],
    ["a question that is wrong", problem("MALFORMED_PAYLOAD", 400), "requestRefused"],
    ["a fault of the bank's", problem("TECHNICAL_ERROR", 500), "bankDown"],
    ["a bank that is away", problem("SERVICE_UNAVAILABLE", 503, { "retry-after": "3600" }), "maintenance"],
    ["a bank that is busy", problem("SERVICE_UNAVAILABLE", 503, { "retry-after": "1" }), "bankDown"],
    ["a type that nobody knows", problem("WHATEVER", 403), "notCovered"],
    ["no type at all", { status: 400, body: "oops" }, "requestRefused"],
  ])("%s", async (_, answer, reason) => {
    const { session } = await hostile({ "/v3/customers": answer });
    const failure = await allOf(session.accounts()).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ reason, facts: { call: "customers", status: answer.status } });
    expect(JSON.stringify(failure)).not.toContain("concern");
  });

  test("and where there are tokens it is these that are refused", async () => {
    const { connector } = await hostile({ "/v3/customers": problem("INVALID_TOKEN", 401) });
    const kept = {
      ...{ accessToken: "x", refreshToken: null, expiresAt: Date.parse(day) + 999_999_999 },
      ...{ tokenEndpoint: "https://localhost/token", revocationEndpoint: null, clientId: "us" },
    };
    const tokens = new Secret(JSON.stringify(kept));
    await expect(allOf(connector.open({ ...grant, tokens }, reading()).accounts())).rejects.toMatchObject({
      reason: "tokenRefused",
    });
  });
});
