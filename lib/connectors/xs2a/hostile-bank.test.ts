import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";

import { usualLimits } from "#lib/egress/egress-policy.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { expectStep, linkRequest, reading, within } from "#scripts/testing/retail-bank.ts";
import { type StubBank, startStubBank } from "#scripts/testing/stub-bank.ts";
import { createXs2aConnector } from "./xs2a-connector.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Answers = Readonly<Record<string, (bank: StubBank) => object>>;

/** A bank that answers each call, by its verb and path, with a body of the test's. */
async function hostile(answers: Answers) {
  const bodies: string[] = [];
  const bank: StubBank = await startStubBank((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      bodies.push(body);
      const answer = answers[`${request.method} ${request.url?.split("?")[0]}`];
      response.writeHead(answer ? (request.method === "POST" ? 201 : 200) : 404, {
        "content-type": "application/json",
      });
      response.end(answer ? JSON.stringify(answer(bank)) : "{}");
    });
  });
  const connector = createXs2aConnector(
    {
      id: "hostile",
      baseUrl: bank.origin,
      allowedHosts: [bank.host],
      pageHosts: [],
      isSandbox: true,
      tls: null,
      certificateAuthorities: [bank.certificate],
      approach: "embedded",
      credentialRoles: { userId: "userId", password: "pin", corporateId: null },
      oauthClientId: "us",
      access: "allAccounts",
      hasCardAccounts: false,
      readsChanges: false,
      pollMs: 1,
      limits: { ...usualLimits, attempts: 1 },
    },
    { now: () => new Date(), sign: null },
  );
  open.push(connector, bank);
  const begin = () => connector.begin(linkRequest("sms"), within());
  return { bank, connector, begin, bodies };
}

const consent = (links: object, more: object = {}) => ({
  "POST /v1/consents": () => ({ consentId: "c1", consentStatus: "received", ...more, _links: links }),
});
const link = (href: string) => ({ href });
const asks = (href: string) => ({ startAuthorisationWithPsuAuthentication: link(href) });
const authorisation = "/v1/consents/c1/authorisations";

describe("the password goes nowhere", () => {
  test.each([
    ["to another host", "https://evil.example/v1/consents/c1/authorisations"],
    ["to this machine's other doors", "https://localhost:1/v1/consents/c1/authorisations"],
    ["without TLS", "http://localhost/v1/consents/c1/authorisations"],
    ["to a payment", "/v1/payments/sepa-credit-transfers/p1/authorisations"],
    ["to a basket", "/v1/signing-baskets/b1/authorisations"],
    ["up the path", "/v1/consents/c1/..%2f..%2fpayments/authorisations"],
  ])("%s", async (_, href) => {
    const { begin, bodies, bank } = await hostile(consent(asks(href)));
    expect(await begin()).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
    expect(bodies.join()).not.toContain("password");
    expect(bank.heard.filter((call) => !/^(?:POST|DELETE) \/v1\/consents/.test(call))).toEqual([]);
  });

  test("a second time, however often the bank asks", async () => {
    const { begin, bodies } = await hostile({
      ...consent(asks(authorisation)),
      [`POST ${authorisation}`]: () => ({
        scaStatus: "psuIdentified",
        _links: { updatePsuAuthentication: link(`${authorisation}/a1`) },
      }),
      [`PUT ${authorisation}/a1`]: () => ({
        scaStatus: "psuIdentified",
        _links: { updatePsuAuthentication: link(`${authorisation}/a1`) },
      }),
    });
    expect(await begin()).toMatchObject({ kind: "failed", reason: "notSupported" });
    expect(bodies.filter((body) => body.includes("password"))).toHaveLength(1);
  });
});

describe("a dialog comes to an end", () => {
  test("where the bank wants to be told who it is for ever", async () => {
    const { begin, bank } = await hostile({
      ...consent({ startAuthorisation: link(authorisation) }),
      [`POST ${authorisation}`]: () => ({
        scaStatus: "received",
        _links: { startAuthorisation: link(authorisation) },
      }),
    });
    expect(await begin()).toMatchObject({ kind: "failed", reason: "malformedAnswer" });
    expect(bank.heard.length).toBeLessThan(5);
  });

  test.each([
    ["has no links", {}],
    ["has links that are none", { scaStatus: 7, self: { nothing: 1 }, x: [] }],
    ["leads to a page that is a script", { scaRedirect: link("javascript:alert(1)") }],
    ["leads to a page elsewhere", { scaRedirect: link("https://phish.example/") }],
    ["leads to metadata elsewhere", { scaOAuth: link("https://phish.example/.well-known/x") }],
  ])("where the answer %s", async (_, links) => {
    const { begin } = await hostile(consent(links));
    expect(await begin()).toMatchObject({ kind: "failed" });
  });

  test.each<[string, object]>([
    ["is no picture", { image: Buffer.from("<svg onload=alert(1)>").toString("base64") }],
    ["lies elsewhere", { imageLink: "https://evil.example/x.png" }],
    ["lies at a payment", { imageLink: "/v1/payments/x" }],
    ["is too large", { image: "iVBORw0KGgo".padEnd(800_000, "A") }],
  ])("where the picture to scan %s", async (_, challengeData) => {
    const { begin } = await hostile({
      ...consent(asks(authorisation)),
      [`POST ${authorisation}`]: () => ({
        scaStatus: "started",
        challengeData,
        _links: { authoriseTransaction: link(`${authorisation}/a1`) },
      }),
    });
    expect(await begin()).toMatchObject({ kind: "failed" });
  });
});

test("a code is sent to the authorisation and to no payment", async () => {
  const { begin, connector, bodies } = await hostile({
    ...consent(asks(authorisation)),
    [`POST ${authorisation}`]: () => ({
      scaStatus: "started",
      _links: { authoriseTransaction: link("/v1/payments/sepa-credit-transfers/p1/authorisations/a1") },
    }),
  });
  const step = expectStep(await begin(), "enterCode");
  const end = await connector.resume(step.dialog, { kind: "code", code: new Secret("123456") }, within());
  expect(end).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
  expect(bodies.join()).not.toContain("123456");
});

test("what the bank wants read is shown without what turns text around", async () => {
  const { begin } = await hostile({
    ...consent(asks(authorisation)),
    [`POST ${authorisation}`]: () => ({
      scaStatus: "started",
      psuMessage: "<b>Pay\u202e now</b>\u0000",
      _links: { authoriseTransaction: link(`${authorisation}/a1`) },
    }),
  });
  expect(expectStep(await begin(), "enterCode").message).toBe("<b>Pay now</b>");
});

describe("reading", () => {
  const grant = { reference: "c1", validUntil: null, tokens: null };
  const account = { resourceId: "r1", iban: "ES1", currency: "EUR", _links: {} };
  const query = { from: "2024-01-01", withPending: false };
  const booked = {
    transactionId: "t1",
    bookingDate: "2024-01-02",
    transactionAmount: { amount: "1.00", currency: "EUR" },
  };

  async function listing(answers: Answers) {
    const { connector, bank } = await hostile({
      "GET /v1/accounts": () => ({ accounts: [account] }),
      ...answers,
    });
    const session = connector.open(grant, reading());
    const [first] = await allOf(session.accounts());
    if (!first) throw new Error("no account");
    return { bank, list: () => allOf(session.transactions(first, query)) };
  }

  test.each<[string, object]>([
    [
      "leads in a circle",
      { transactions: { booked: [booked], _links: { next: link("/v1/accounts/r1/transactions?p=2") } } },
    ],
    ["leads to a payment", { transactions: { booked: [], _links: { next: link("/v1/payments/x") } } }],
    ["leads elsewhere", { transactions: { booked: [], _links: { next: link("https://evil.example/x") } } }],
    ["is a file that is a file again", { _links: { download: link("/v1/accounts/r1/transactions?f") } }],
    ["is neither a list nor a link", { account: {} }],
    ["is null", { transactions: null }],
    ["has an entry of no day", { transactions: { booked: [{ ...booked, bookingDate: null }] } }],
    ["is a list of another kind", { transactions: { booked: "none" } }],
  ])("a list that %s is not known", async (_, body) => {
    const { list } = await listing({ "GET /v1/accounts/r1/transactions": () => body });
    await expect(list()).rejects.toMatchObject({
      reason: expect.stringMatching(/^(?:malformedAnswer|hostNotAllowed)$/),
    });
  });

  test("an entry that comes again as it was counts once", async () => {
    const { list } = await listing({
      "GET /v1/accounts/r1/transactions": () => ({
        transactions: { booked: [booked], _links: { next: link("/v1/accounts/r1/page") } },
      }),
      "GET /v1/accounts/r1/page": () => ({
        transactions: { booked: [booked, { ...booked, transactionId: "t2" }] },
      }),
    });
    expect((await list()).map(({ id }) => id)).toEqual(["t1", "t2"]);
  });

  test.each<[string, object]>([
    ["names one twice", { accounts: [account, account] }],
    ["has one of no currency", { accounts: [{ ...account, currency: null }] }],
    ["has one of no resource", { accounts: [{ iban: "ES1", currency: "EUR" }] }],
    ["is no list", { accounts: {} }],
    ["is missing", {}],
  ])("a list of accounts that %s is not known", async (_, body) => {
    const { connector } = await hostile({ "GET /v1/accounts": () => body });
    await expect(allOf(connector.open(grant, reading()).accounts())).rejects.toMatchObject({
      reason: "malformedAnswer",
    });
  });

  test("a consent's name leads to no other resource", async () => {
    const { connector, bank } = await hostile({});
    await connector.end({ ...grant, reference: "../payments/p1" }, within()).catch(() => undefined);
    await connector.end({ ...grant, reference: "c1?x=" }, within()).catch(() => undefined);
    expect(bank.heard).toEqual(["DELETE /v1/consents/c1%3Fx%3D"]);
  });
});
