import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { type PrismProxy, startPrismProxy, whyNoPrism } from "#scripts/testing/prism.ts";
import {
  expectStep,
  linkRequest,
  type RetailBank,
  reading,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";
import type { Xs2aInstitution } from "./xs2a-institution.ts";

const missing = whyNoPrism();
if (missing) process.stderr.write(`${missing}: the calls of XS2A are not compared with the specification.\n`);

const allKinds = [
  "DELETE /v1/consents/…",
  "GET /v1/accounts",
  "GET /v1/accounts/…",
  "GET /v1/accounts/…/balances",
  "GET /v1/accounts/…/transactions",
  "GET /v1/card-accounts",
  "GET /v1/card-accounts/…",
  "GET /v1/card-accounts/…/balances",
  "GET /v1/card-accounts/…/transactions",
  "GET /v1/consents/…",
  "GET /v1/consents/…/authorisations/…",
  "POST /v1/consents",
  "POST /v1/consents/…/authorisations",
  "PUT /v1/consents/…/authorisations/…",
];

describe.skipIf(missing)("between connector and bank, compared with the specification", () => {
  let bank: RetailBank;
  let prism: PrismProxy;
  beforeAll(async () => {
    bank = await startRetailBank();
    const { retailApi, config } = bank.tpp.sandbox;
    prism = await startPrismProxy({ api: retailApi, tls: config.tls });
  });
  afterAll(async () => {
    process.stdout.write(`prism: ${prism.passed.length} calls compared\n`);
    await Promise.all([prism.close(), bank.close()]);
  });
  beforeEach(() => {
    prism.violations.length = 0;
  });

  /** The bank's own list of kinds of methods is longer than the standard's; here it keeps to that. */
  const through = (words: string, entry: Partial<Xs2aInstitution> = {}): Connector => {
    const { host } = new URL(prism.origin);
    const base = ["psd2", "standard-types", ...(words === "" ? [] : [words])].join(".");
    return bank.connector("", {
      baseUrl: `${prism.origin}/${base}`,
      allowedHosts: [host, new URL(bank.tpp.sandbox.retailApi).host],
      ...entry,
    });
  };

  const expectNone = () => expect(prism.violations).toEqual([]);

  async function readAll(connector: Connector, grant: AccessGrant): Promise<void> {
    const session = connector.open(grant, reading());
    const alone = connector.open(grant, reading({ person: null }));
    for (const account of await allOf(session.accounts())) {
      await allOf(session.holders(account));
      await allOf(session.balances(account));
      const query = { from: "2024-01-01", withPending: true };
      const [newest] = await allOf(session.transactions(account, query));
      const after = newest?.entryReference;
      if (after) await allOf(session.transactions(account, { ...query, withPending: false, after }));
      await allOf(alone.balances(account));
    }
  }

  test.each(["sms", "call", "mail", "totp", "chip", "phototan", "qrcode", "exempt"])(
    "embedded, by %s: link, read everything, end",
    async (person) => {
      const connector = through("");
      const grant = await bank.link(connector, `${person}@prism`);
      await readAll(connector, grant);
      await connector.end(grant, within());
      expectNone();
    },
  );

  test.each(["push", "fingerprint", "face", "callback"])("decoupled, by %s", async (person) => {
    const who = `${person}@prism`;
    const connector = through("", { approach: "decoupled" });
    const asked = expectStep(await connector.begin(linkRequest(who), within()), "approveElsewhere");
    const still = expectStep(await connector.poll(asked.dialog, within()), "approveElsewhere");
    await bank.decide(who, "approve");
    const { grant } = expectStep(await connector.poll(still.dialog, within()), "done");
    await readAll(connector, grant);
    await connector.end(grant, within());
    expectNone();
  });

  test("a person with many methods chooses each, asks for another code, is wrong, and leaves", async () => {
    const connector = through("");
    const first = expectStep(await connector.begin(linkRequest("many@prism"), within()), "chooseMethod");
    let { dialog } = first;
    for (const { id } of first.methods) {
      const step = await connector.resume(dialog, { kind: "method", methodId: id }, within());
      if (!("dialog" in step)) throw new Error(`expected a question, got ${step.kind}`);
      dialog = step.dialog;
    }
    const sms = await connector.resume(dialog, { kind: "method", methodId: "sms" }, within());
    const again = await connector.resume(expectStep(sms, "enterCode").dialog, { kind: "resend" }, within());
    const code = { kind: "code", code: new Secret("00000000") } as const;
    const wrong = await connector.resume(expectStep(again, "enterCode").dialog, code, within());
    await connector.cancel(expectStep(wrong, "enterCode").dialog, within());
    expectNone();
  });

  test.each(["sms.wrong-password", "sms.blocked", "sms.expired-password", "sms.refused", "sms.switches"])(
    "a dialog that goes otherwise: %s",
    async (person) => {
      const who = `${person}@prism`;
      const connector = through("");
      const step = await connector.begin(linkRequest(who), within());
      if (step.kind === "enterCode") {
        const code = await bank.codeFor(who, step);
        await connector.resume(step.dialog, { kind: "code", code }, within());
      }
      expectNone();
    },
  );

  /** At the bank's page, which is no part of the specification; then back. */
  async function atPage(connector: Connector, person: string, declines = false) {
    const step = expectStep(await connector.begin(linkRequest(person), within()), "redirect");
    const opened = await visitor(step.url).open();
    const page = visitor(opened.location?.href ?? step.url);
    if (!declines) await page.signIn(person);
    const left = declines ? await page.decline() : await page.give();
    const given =
      left.location || declines
        ? left
        : await page.answer(
            await bank.tpp.codeFor(person, { chosenScaMethod: { authenticationMethodId: "sms" } }),
          );
    const url = new Secret(given.location?.href ?? "");
    return connector.resume(step.dialog, { kind: "redirected", url }, within());
  }

  test.each([
    ["sms", "redirect"],
    ["sms.confirm", "redirect"],
    ["exempt.explicit", "redirect"],
    ["exempt", "oauth"],
    ["exempt.confirm", "oauth"],
  ] as const)("on the bank's page: %s, %s", async (person, approach) => {
    const connector = through(approach === "oauth" ? "oauth" : "", { approach });
    const { grant } = expectStep(await atPage(connector, `${person}@prism-${approach}`), "done");
    await readAll(connector, grant);
    await connector.end(grant, within());
    expectNone();
  });

  test("on the bank's page, where the person picks accounts, and where they decline", async () => {
    const picked = through("", { approach: "redirect", access: "pickedAtBank" });
    await atPage(picked, "sms@prism-picks");
    await atPage(through("", { approach: "redirect" }), "sms@prism-declines", true);
    expectNone();
  });

  test("reading: whose an account is, where that was not asked for", async () => {
    const connector = through("");
    const grant = await bank.link(connector, "sms@prism-nobody", { withHolders: false });
    const session = connector.open(grant, reading());
    for (const account of await allOf(session.accounts())) {
      await expect(allOf(session.holders(account))).rejects.toMatchObject({ reason: "notCovered" });
    }
    expectNone();
  });

  test("reading: pages, marks, a budget that is spent, and an access that was ended at the bank", async () => {
    const connector = through("paged.etag");
    const grant = await bank.link(connector, "sms@prism-reads");
    const session = connector.open(grant, reading());
    const alone = connector.open(grant, reading({ person: null }));
    const [account] = await allOf(session.accounts());
    if (!account) throw new Error("no account");
    const query = { from: "2024-01-01", to: "2024-03-31", withPending: false };
    const list = session.transactions(account, query);
    let end = await list.next();
    while (!end.done) end = await list.next();
    if (end.value.mark)
      await session.transactions(account, { ...query, unlessUnchangedSince: end.value.mark }).next();
    for (let read = 0; read < 4; read++) await allOf(alone.balances(account));
    await expect(allOf(alone.balances(account))).rejects.toMatchObject({ reason: "readsExhausted" });
    await connector.end(grant, within());
    await expect(allOf(session.balances(account))).rejects.toMatchObject({ name: "AspspError" });
    expectNone();
  });

  test("every kind of call that the connector makes was among them", () => {
    const kinds = prism.passed.map((call) =>
      call.replace(/\?\S*/, "").replace(/(?<=\/(?:[a-z-]*accounts|consents|authorisations)\/)[^/ ]+/g, "…"),
    );
    const wellDone = kinds.filter((kind) => /(?:20[014]|304)$/.test(kind)).map((kind) => kind.slice(0, -4));
    expect([...new Set(wellDone)].sort()).toEqual(allKinds);
  });

  test.each(["numbers", "datetimes", "odd-balances", "loud-otp", "nulls", "no-request-id"])(
    "the comparison finds a bank that writes otherwise: %s",
    async (word) => {
      const connector = through(word);
      await readAll(connector, await bank.link(connector, `sms@prism-${word}`));
      expect(prism.violations.length).toBeGreaterThan(0);
    },
  );

  test("the comparison finds a caller that does", async () => {
    const call = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
    await fetch(`${prism.origin}/psd2/v1/consents`, call);
    await fetch(`${prism.origin}/psd2/v1/consent`, call);
    expect(prism.violations).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^POST \/v1\/consents 400: Error request.header .*'psu-ip-address'/),
        expect.stringMatching(/^POST \/v1\/consents 400: Error request.body .*'validUntil'/),
        "POST /v1/consent 404: Warning request Selected route not found",
      ]),
    );
  });
});
