import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { selfSigned } from "#sandbox/start-for-test.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  expectStep,
  firstAccount,
  linkRequest,
  type RetailBank,
  reading,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
let plain: AspspTransaction[];
beforeAll(async () => {
  bank = await startRetailBank();
  plain = (await march("")).entries;
});
afterAll(() => bank.close());

const query = { from: "2024-03-01", to: "2024-03-31", withPending: false };

/** One month of the household's account at a bank that behaves as the words say. */
async function march(words: string, entry: Parameters<RetailBank["connector"]>[1] = {}) {
  const connector = bank.connector(words, entry);
  const session = connector.open(await bank.link(connector, `sms@${words || "plain"}`), reading());
  const account = await firstAccount(session);
  const entries = await allOf(session.transactions(account, query));
  return { session, account, entries };
}

const amounts = (entries: readonly AspspTransaction[]) => entries.map(({ amount }) => Number(amount)).sort();
const facts = (entries: readonly AspspTransaction[]) =>
  entries
    .map(
      ({ bookingDate, valueDate, amount, currency }) => `${bookingDate} ${valueDate} ${amount} ${currency}`,
    )
    .sort();

test("the month has something in it", () => {
  expect(plain.length).toBeGreaterThan(20);
});

describe("the same month is read from a bank that", () => {
  test.each([
    ["datetimes", "writes dates as date-times"],
    ["nulls", "writes null for what is absent"],
    ["no-links", "links nothing from its accounts"],
    ["no-request-id", "does not answer with our request's id"],
    ["paged", "has ten entries on a page"],
    ["paged.shuffled", "keeps no order over its pages"],
    ["download", "links to a file instead of listing"],
    ["relative", "links by path"],
    ["other-host", "links to another of its hosts"],
    ["etag", "marks its answers"],
    ["datetimes.nulls.no-links.no-request-id.relative.paged.odd-balances", "does most of it at once"],
  ])("%s: %s", async (words) => {
    expect((await march(words)).entries).toEqual(expect.arrayContaining(plain));
    expect((await march(words)).entries).toHaveLength(plain.length);
  });

  test("writes amounts as numbers, to the last figure", async () => {
    const { entries } = await march("numbers");
    expect(amounts(entries)).toEqual(amounts(plain));
    expect(entries.every(({ amount }) => /^-?\d+(?:\.\d+)?$/.test(amount))).toBe(true);
  });

  test.each(["camt052", "camt053", "camt053-v8", "zip", "mt940"])(
    "sends %s whatever was asked for",
    async (words) => {
      const { entries } = await march(words);
      expect(facts(entries)).toEqual(facts(plain));
      expect(entries.every(({ remittance, entryReference }) => remittance && entryReference)).toBe(true);
      const named = entries.filter(({ counterparty }) => counterparty !== null).length;
      expect(named).toBe(entries.length);
    },
  );
});

test("balances of a type outside the list are told as they are", async () => {
  const { session, account } = await march("odd-balances.numbers");
  const types = (await allOf(session.balances(account))).map(({ balanceType }) => balanceType);
  expect(types).toEqual(["previouslyClosedBooked", "currentBooked", "authorised"]);
});

test("links away from the bank's hosts lead nowhere", async () => {
  const connector = bank.connector("foreign-host");
  const step = await connector.begin(linkRequest("sms@foreign"), within());
  expect(step).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
  const narrow = bank.connector("other-host", { allowedHosts: [new URL(bank.tpp.sandbox.retailApi).host] });
  const other = await narrow.begin(linkRequest("sms@narrow"), within());
  expect(other).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
});

test.each(["no-authorisation-id", "loud-otp", "nulls", "standard-types", "relative", "other-host"])(
  "a dialog goes on where the bank speaks with %s",
  async (words) => {
    const connector = bank.connector(words);
    const person = `sms@${words}`;
    const step = expectStep(await connector.begin(linkRequest(person), within()), "enterCode");
    expect(step).toMatchObject({ maxLength: 6, format: "digits" });
    const wrong = { kind: "code", code: new Secret("x") } as const;
    const again = expectStep(await connector.resume(step.dialog, wrong, within()), "enterCode");
    const code = await bank.codeFor(person, again);
    expectStep(await connector.resume(again.dialog, { kind: "code", code }, within()), "done");
  },
);

test("a bank that asks for a certificate gets ours, and refuses us without one", async () => {
  const refused = await bank.connector("mtls").begin(linkRequest("exempt@mtls"), within());
  expect(refused).toMatchObject({ kind: "failed", reason: "callerRefused" });
  const { cert, key } = await selfSigned();
  const tls = { certificate: cert, privateKey: key };
  expectStep(await bank.connector("mtls", { tls }).begin(linkRequest("exempt@mtls"), within()), "done");
});

test("a message is signed where an installation signs", async () => {
  const signed: string[] = [];
  const sign = async ({ method, body }: { method: string; body: string | null }) => {
    signed.push(`${method} ${body?.includes("psuData") ?? false}`);
    return { digest: "SHA-256=x" };
  };
  await bank.connector("", {}, { sign }).begin(linkRequest("sms@signs"), within());
  expect(signed).toEqual(["POST false", "POST true"]);
});

test("what has not changed is not sent again", async () => {
  const { session, account } = await march("etag");
  const first = session.transactions(account, query);
  let end = await first.next();
  while (!end.done) end = await first.next();
  expect(end.value).toEqual({ isUnchanged: false, mark: expect.stringMatching(/^"/) });
  const mark = end.value.mark ?? "";
  const again = await session.transactions(account, { ...query, unlessUnchangedSince: mark }).next();
  expect(again).toEqual({ done: true, value: { isUnchanged: true, mark } });
});

test("changes are read from an entry on, where the bank offers that", async () => {
  const { session, account } = await march("");
  const all = await allOf(session.transactions(account, { from: "2018-01-01", withPending: false }));
  const after = all[3]?.entryReference ?? "";
  const since = await allOf(session.transactions(account, { from: "2018-01-01", withPending: false, after }));
  expect(since).toEqual(all.slice(0, 3));
});
