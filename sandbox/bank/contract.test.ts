import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { specification } from "../specification-for-test.ts";
import { demoPassword } from "./family/people.ts";
import { misfits, type Schema } from "./schema-for-test.ts";
import { type Body, type Reply, startTpp } from "./tpp-for-test.ts";
import { visitor } from "./visitor-for-test.ts";

const { isThere, resolve, shapeOf } = specification("xs2a-1.3.12.patched.json", "XS2A");

const problems: string[] = [];
let checked = 0;
let tpp: Awaited<ReturnType<typeof startTpp>>;

/** Everything that the third party does goes through here. */
function checking(inner: Awaited<ReturnType<typeof startTpp>>["call"]) {
  return async (...[method, href, asked]: Parameters<typeof inner>): Promise<Reply> => {
    const reply = await inner(method, href, asked);
    const path = new URL(href, "https://bank.example").pathname.replace(/^\/psd2[^/]*/, "");
    const shape = shapeOf(method, path, reply.status);
    checked += 1;
    const where = `${method} ${path} ${reply.status}`;
    if (!shape) problems.push(`${where}: not described`);
    else if (shape.content && reply.body !== null) {
      const schema = shape.content["application/json"]?.schema ?? {};
      problems.push(...misfits(reply.body, schema, resolve).map((problem) => `${where} ${problem}`));
    }
    if (reply.headers.get("x-request-id") === null) problems.push(`${where}: no X-Request-ID`);
    return reply;
  };
}

describe.skipIf(!isThere)("every answer fits the specification", () => {
  beforeAll(async () => {
    tpp = await startTpp();
  });
  afterAll(() => tpp.close());
  beforeEach(() => {
    problems.length = 0;
  });
  const call = (...asked: Parameters<typeof tpp.call>) => checking(tpp.call)(...asked);

  const consent = (psuId: string | null, headers = {}, access: object = { allPsd2: "allAccounts" }) =>
    call("POST", "/psd2.standard-types/v1/consents", {
      ...(psuId === null ? {} : { psuId }),
      headers,
      body: {
        access,
        recurringIndicator: true,
        validUntil: "2099-12-31",
        frequencyPerDay: 4,
        combinedServiceIndicator: false,
      },
    });
  const withPassword = async (asked: Reply, psuId: string, password = demoPassword) =>
    call("POST", asked.body._links.startAuthorisationWithPsuAuthentication.href, {
      psuId,
      body: { psuData: { password } },
    });

  test.each([
    "sms",
    "call",
    "mail",
    "totp",
    "chip",
    "phototan",
    "qrcode",
    "push",
    "face",
    "callback",
    "exempt",
  ])("while %s links and everything is read", async (person) => {
    const psuId = `${person}@contract`;
    const asked = await consent(psuId);
    const started = await withPassword(asked, psuId);
    await call("GET", started.body._links.scaStatus.href);
    if (started.body.chosenScaMethod && started.body._links.authoriseTransaction) {
      const scaAuthenticationData = await tpp.codeFor(psuId, started.body);
      const wrong = await call("PUT", started.body._links.authoriseTransaction.href, {
        body: { scaAuthenticationData: "wrong" },
      });
      expect(wrong.status).toBe(401);
      await call("PUT", started.body._links.authoriseTransaction.href, { body: { scaAuthenticationData } });
    } else if (started.body.scaStatus === "started") {
      const { calls, requests } = await tpp.phone(psuId);
      if (calls[0]) await tpp.act(psuId, `/calls/${calls[0].id}`, "take");
      await tpp.act(psuId, `/requests/${requests[0]?.id}`, "approve");
    }
    await call("GET", started.body._links.scaStatus.href);
    await call("GET", asked.body._links.status.href);
    await call("GET", asked.body._links.self.href);
    await readEverything(asked.body.consentId);
    await call("DELETE", asked.body._links.self.href);
    expect(problems).toEqual([]);
  });

  async function readEverything(consentId: string) {
    const base = "/psd2.standard-types/v1";
    const cards = (await call("GET", `${base}/card-accounts`, { consentId })).body.cardAccounts;
    const accounts = (await call("GET", `${base}/accounts?withBalance=true`, { consentId })).body.accounts;
    for (const account of [...accounts, ...cards] as Body[]) {
      await call("GET", account._links.balances.href, { consentId });
      const statuses = account.iban ? ["both", "pending", "information"] : ["both", "pending"];
      for (const status of statuses) {
        await call("GET", `${account._links.transactions.href}?bookingStatus=${status}&dateFrom=2018-01-01`, {
          consentId,
        });
      }
    }
    await call("GET", `${base}/accounts/nothing/balances`, { consentId });
    await call("GET", `${base}/accounts`);
    await call("GET", `${base}/accounts`, { consentId: "unknown" });
  }

  test("while somebody chooses, is wrong, is blocked, and reads too often", async () => {
    const asked = await consent("many@contract");
    const started = await withPassword(asked, "many@contract");
    const select = started.body._links.selectAuthenticationMethod.href;
    await call("PUT", select, { body: { authenticationMethodId: "pigeon" } });
    for (const { authenticationMethodId } of started.body.scaMethods) {
      await call("PUT", select, { body: { authenticationMethodId } });
    }
    await call("GET", asked.body._links.startAuthorisationWithPsuAuthentication.href);
    for (let attempt = 0; attempt < 4; attempt++) await withPassword(await consent("sms@c2"), "sms@c2", "no");
    await consent("nobody");
    await consent("sms@c3", { "x-request-id": "no" });
    const id = await tpp.link("sms@c4", {}, "/psd2.standard-types");
    for (let read = 0; read < 5; read++) {
      await call("GET", "/psd2.standard-types/v1/accounts", { consentId: id, present: false });
    }
    expect(problems).toEqual([]);
  });

  test("while the person is on the bank's page, with and without OAuth", async () => {
    const headers = { "tpp-redirect-preferred": "true", "tpp-redirect-uri": "https://tpp.example/" };
    const asked = await consent(null, headers, { accounts: [], balances: [], transactions: [] });
    const page = visitor(asked.body._links.scaRedirect.href);
    await page.signIn("exempt@page");
    await page.give(["account", "acc-17"]);
    await call("GET", asked.body._links.scaStatus.href);
    await readEverything(asked.body.consentId);
    await call("POST", "/psd2.oauth/v1/consents", {
      headers,
      body: {
        access: { allPsd2: "allAccounts" },
        recurringIndicator: false,
        validUntil: "2099-12-31",
        frequencyPerDay: 1,
        combinedServiceIndicator: false,
      },
    });
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(150);
  });
});

test("the check itself finds what does not fit", () => {
  const schema: Schema = {
    type: "object",
    required: ["amount"],
    properties: { amount: { type: "string", pattern: "[0-9]+" }, kind: { type: "string", enum: ["a"] } },
  };
  expect(misfits({ amount: "1", kind: "a" }, schema, resolve)).toEqual([]);
  expect(misfits({ kind: "b" }, schema, resolve)).toEqual([
    "$.amount: is missing",
    "$.kind: b is not listed",
  ]);
  expect(misfits({ amount: 1 }, schema, resolve)).toEqual(["$.amount: is no string"]);
  expect(misfits({ amount: "x" }, schema, resolve)).toEqual(["$.amount: x does not match [0-9]+"]);
});
