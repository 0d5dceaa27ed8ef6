import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Asked, startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const statusOf = async (id: string) =>
  (await tpp.call("GET", `/psd2/v1/consents/${id}/status`)).body.consentStatus;
const codeOf = (reply: { status: number; body: { tppMessages: { code: string }[] } }) => [
  reply.status,
  reply.body.tppMessages[0]?.code,
];

describe("a consent", () => {
  test("is told as it was asked for, and answers every call with the caller's request id", async () => {
    const { body, headers, status } = await tpp.askConsent("sms@asked");
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`${tpp.sandbox.retailApi}/psd2/v1/consents/${body.consentId}`);
    const xRequestId = "99391c7e-ad88-49ec-a2ad-99ddcb1f7721";
    const told = await tpp.call("GET", body._links.self.href, { headers: { "x-request-id": xRequestId } });
    expect(told.headers.get("x-request-id")).toBe(xRequestId);
    expect(told.body).toMatchObject({
      access: { allPsd2: "allAccounts" },
      recurringIndicator: true,
      validUntil: "2099-12-31",
      frequencyPerDay: 4,
      consentStatus: "received",
    });
  });

  test.each<[string, Asked, object, number, string]>([
    ["without the person's address", { present: false }, {}, 400, "FORMAT_ERROR"],
    ["with a request id that is none", { headers: { "x-request-id": "7" } }, {}, 400, "FORMAT_ERROR"],
    ["with a field missing", {}, { combinedServiceIndicator: undefined }, 400, "FORMAT_ERROR"],
    ["that has ended already", {}, { validUntil: "2020-01-01" }, 400, "PERIOD_INVALID"],
    ["for a day that is none", {}, { validUntil: "tomorrow" }, 400, "FORMAT_ERROR"],
    ["with more reads than the bank gives", {}, { frequencyPerDay: 5 }, 400, "PARAMETER_NOT_CONSISTENT"],
    [
      "once, with several reads",
      {},
      { recurringIndicator: false, frequencyPerDay: 2 },
      400,
      "PARAMETER_NOT_CONSISTENT",
    ],
    [
      "of two kinds at once",
      {},
      { access: { allPsd2: "allAccounts", availableAccounts: "allAccounts" } },
      400,
      "PARAMETER_NOT_CONSISTENT",
    ],
    [
      "that leaves accounts to the person without a page",
      {},
      { access: { accounts: [] } },
      400,
      "SERVICE_INVALID",
    ],
  ])("%s is refused", async (_, asked, more, status, code) => {
    expect(codeOf(await tpp.askConsent("sms@refused", asked, more))).toEqual([status, code]);
  });

  test("of somebody the bank does not know is refused", async () => {
    for (const name of ["nobody", "sms.nonsense", "sms@a@b", ""]) {
      expect((await tpp.askConsent(name)).status, name).toBe(401);
    }
  });

  test("can be ended by the caller, and opens nothing after that", async () => {
    const id = await tpp.link("sms@ends");
    expect((await tpp.call("DELETE", `/psd2/v1/consents/${id}`)).status).toBe(204);
    expect(await statusOf(id)).toBe("terminatedByTpp");
    expect(codeOf(await tpp.read(id, "accounts"))).toEqual([401, "CONSENT_INVALID"]);
    expect((await tpp.call("DELETE", `/psd2/v1/consents/${id}`)).status).toBe(204);
  });

  test("that is new ends the person's earlier one in silence, and nobody else's", async () => {
    const [first, other] = [await tpp.link("sms@replaced"), await tpp.link("sms@untouched")];
    const once = await tpp.link("sms@replaced", { recurringIndicator: false, frequencyPerDay: 1 });
    expect(await statusOf(first)).toBe("valid");
    const second = await tpp.link("sms@replaced");
    expect([await statusOf(first), await statusOf(second)]).toEqual(["expired", "valid"]);
    expect([await statusOf(other), await statusOf(once)]).toEqual(["valid", "valid"]);
    expect(codeOf(await tpp.read(first, "accounts"))).toEqual([401, "CONSENT_EXPIRED"]);
  });

  test("ends by itself after its last day", async () => {
    const now = (await tpp.control("/clock", { passMs: 0 })).now as number;
    const validUntil = new Date(now).toISOString().slice(0, 10);
    const id = await tpp.link("sms@lastday", { validUntil });
    expect((await tpp.read(id, "accounts")).status).toBe(200);
    await tpp.control("/clock", { passMs: 86_400_000 });
    expect(await statusOf(id)).toBe("expired");
  });

  test("that was not given yet opens nothing, and neither does one that is unknown", async () => {
    const { body } = await tpp.askConsent("sms@notyet");
    expect(codeOf(await tpp.read(body.consentId, "accounts"))).toEqual([401, "CONSENT_INVALID"]);
    expect(codeOf(await tpp.read("unknown", "accounts"))).toEqual([403, "CONSENT_UNKNOWN"]);
    expect(codeOf(await tpp.call("GET", "/psd2/v1/accounts"))).toEqual([400, "FORMAT_ERROR"]);
    expect(codeOf(await tpp.call("GET", "/psd2/v1/consents/unknown"))).toEqual([403, "CONSENT_UNKNOWN"]);
  });

  test("that was revoked at the bank opens nothing", async () => {
    const id = await tpp.link("sms@revokes");
    expect(await tpp.control("/revoke", { userName: "sms@revokes" })).toEqual({ revoked: [id] });
    expect(await statusOf(id)).toBe("revokedByPsu");
    expect(codeOf(await tpp.read(id, "accounts"))).toEqual([401, "CONSENT_INVALID"]);
  });
});

describe("reads without the person", () => {
  test("are four a day of each resource; further pages and reads with the person cost nothing", async () => {
    const id = await tpp.link("sms@budget");
    const away: Asked = { present: false };
    const [account] = await tpp.accounts(id);
    const href = `${account._links.transactions.href}?bookingStatus=booked&dateFrom=2018-01-01`;
    for (let read = 0; read < 4; read++) {
      const { body, status } = await tpp.read(id, href, away);
      expect(status).toBe(200);
      expect((await tpp.read(id, body.transactions._links.next.href, away)).status).toBe(200);
    }
    expect(codeOf(await tpp.read(id, href, away))).toEqual([429, "ACCESS_EXCEEDED"]);
    expect((await tpp.read(id, href)).status).toBe(200);
    expect((await tpp.read(id, "accounts", away)).status).toBe(200);
    await tpp.control("/clock", { passMs: 86_400_000 });
    expect((await tpp.read(id, href, away)).status).toBe(200);
  });

  test("are one for a consent that is for once", async () => {
    const id = await tpp.link("sms@single", { recurringIndicator: false, frequencyPerDay: 1 });
    expect((await tpp.read(id, "accounts", { present: false })).status).toBe(200);
    expect((await tpp.read(id, "accounts", { present: false })).status).toBe(429);
  });
});

describe("the interface", () => {
  test("refuses verbs and paths that it does not have, in the specification's words", async () => {
    expect(codeOf(await tpp.call("PUT", "/psd2/v1/accounts"))).toEqual([405, "SERVICE_INVALID"]);
    expect(codeOf(await tpp.call("POST", "/psd2/v1/payments/sepa-credit-transfers"))).toEqual([
      404,
      "RESOURCE_UNKNOWN",
    ]);
    expect(codeOf(await tpp.call("GET", "/psd2.nonsense/v1/accounts"))).toEqual([404, "RESOURCE_UNKNOWN"]);
    expect(
      codeOf(
        await tpp.call("POST", "/psd2/v1/consents", { headers: { "content-type": "application/json" } }),
      ),
    ).toEqual([400, "FORMAT_ERROR"]);
  });
});
