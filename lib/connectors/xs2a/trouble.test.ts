import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { usualLimits } from "#lib/egress/egress-policy.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  firstAccount,
  linkRequest,
  type RetailBank,
  reading,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
beforeAll(async () => {
  bank = await startRetailBank();
});
afterAll(() => bank.close());

const impatient = { limits: { ...usualLimits, silenceMs: 4_000, totalMs: 2_500, attempts: 1 } };
const query = { from: "2024-01-01", withPending: true };

/** Linked without trouble, and in trouble from then on. */
async function linkedThen(userName: string, words: string[], entry = {}, more = {}) {
  const connector = bank.connector("", entry);
  const grant = await bank.link(connector, userName);
  const session = connector.open(grant, reading(more));
  const account = await firstAccount(session);
  await bank.tpp.control("/words", { userName, words });
  return { connector, grant, session, account };
}

describe("while linking", () => {
  test.each([
    ["down", "bankDown", null],
    ["maintenance", "maintenance", 1800],
  ])("a bank that is in %s ends the dialog with that", async (word, reason, retryAfterSeconds) => {
    const step = await bank.connector().begin(linkRequest(`sms.${word}`), within());
    expect(step).toEqual({ kind: "failed", reason, message: null, retryAfterSeconds });
  });

  test("a bank that is too slow is down, and the person does not wait for ever", async () => {
    const since = performance.now();
    const step = await bank.connector("", impatient).begin(linkRequest("sms.slow"), within());
    expect(step).toMatchObject({ kind: "failed", reason: "bankDown" });
    expect(performance.now() - since).toBeLessThan(3_000);
  });

  test("a slow bank is waited for", async () => {
    const step = await bank.connector().begin(linkRequest("exempt.slow"), within());
    expect(step.kind).toBe("done");
  });

  test("an access without accounts is an empty list, which is known", async () => {
    const connector = bank.connector();
    const session = connector.open(await bank.link(connector, "sms.no-accounts"), reading());
    expect(await allOf(session.accounts())).toEqual([]);
  });
});

describe("a list of transactions", () => {
  test.each([
    ["malformed", "malformedAnswer"],
    ["html", "malformedAnswer"],
    ["cut", "bankDown"],
    ["crawl", "bankDown"],
    ["absurd", "malformedAnswer"],
    ["not-a-number", "malformedAnswer"],
    ["wrong-currency", "malformedAnswer"],
    ["future", "malformedAnswer"],
    ["duplicates", "malformedAnswer"],
    ["down-on-read", "bankDown"],
    ["maintenance", "maintenance"],
  ])("that is %s is not known, and says why", async (word, reason) => {
    const { session, account } = await linkedThen(`sms@${word}`, [word], impatient);
    await expect(allOf(session.transactions(account, query))).rejects.toMatchObject({ reason });
  });

  test.each(["huge", "bomb"])("that is %s is let go of at its limit, in little memory", async (word) => {
    const { session, account } = await linkedThen(`sms@${word}`, [word]);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    await expect(allOf(session.transactions(account, query))).rejects.toMatchObject({
      reason: "answerTooLarge",
    });
    clearInterval(watch);
    // The bank that makes it runs in this process too.
    expect(most - before).toBeLessThan(250_000_000);
  });

  test("is not the only one: accounts and balances fail in the same way", async () => {
    const { session, account } = await linkedThen("sms@everywhere", ["malformed", "everywhere"]);
    await expect(allOf(session.accounts())).rejects.toMatchObject({ reason: "malformedAnswer" });
    await expect(allOf(session.balances(account))).rejects.toMatchObject({ reason: "malformedAnswer" });
  });
});

describe("a failure tells no value", () => {
  test("only the call, the place and the bank's code", async () => {
    const { session, account } = await linkedThen("sms@values", ["absurd"]);
    const failure = await allOf(session.transactions(account, query)).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({
      facts: { call: "transactions", at: "transactions.booked.0.transactionAmount.amount" },
    });
    expect(JSON.stringify(failure)).not.toContain("1E400");
  });
});

describe("the bank's budget", () => {
  test("is not touched while the person is there, and told by its own reason when it is spent", async () => {
    const connector = bank.connector();
    const grant = await bank.link(connector, "sms@budget");
    const attended = connector.open(grant, reading());
    const account = await firstAccount(attended);
    for (let read = 0; read < 6; read++) await allOf(attended.balances(account));
    const alone = connector.open(grant, reading({ person: null }));
    for (let read = 0; read < 4; read++) await allOf(alone.balances(account));
    await expect(allOf(alone.balances(account))).rejects.toMatchObject({ reason: "readsExhausted" });
    expect((await allOf(attended.balances(account))).length).toBeGreaterThan(0);
    expect(
      (await bank.seen()).filter(({ psuPresent, path }) => !psuPresent && path.includes("balances")),
    ).toHaveLength(5);
  });

  test("is spent once for a list of many pages", async () => {
    const connector = bank.connector("paged");
    const grant = await bank.link(connector, "sms@pages");
    const alone = connector.open(grant, reading({ person: null }));
    const account = await firstAccount(alone);
    const list = { from: "2024-01-01", to: "2024-03-31", withPending: false };
    for (let read = 0; read < 4; read++) await allOf(alone.transactions(account, list));
    await expect(allOf(alone.transactions(account, list))).rejects.toMatchObject({
      reason: "readsExhausted",
    });
  });
});

describe("an access that has ended", () => {
  test("by the person at the bank is told from one that has run out", async () => {
    const revoked = await linkedThen("sms@revoked", []);
    await bank.tpp.control("/revoke", { userName: "sms@revoked" });
    await expect(allOf(revoked.session.accounts())).rejects.toMatchObject({ reason: "consentRevoked" });
    const earlier = await linkedThen("sms@replaced", []);
    await bank.link(earlier.connector, "sms@replaced");
    await expect(allOf(earlier.session.accounts())).rejects.toMatchObject({ reason: "consentExpired" });
  });

  test("is ended at the bank by us, and what never was is ended too", async () => {
    const { connector, grant, session } = await linkedThen("sms@ended", []);
    await connector.end(grant, within());
    await expect(allOf(session.accounts())).rejects.toMatchObject({ reason: "consentInvalid" });
    await connector.end({ ...grant, reference: "never-was" }, within());
  });

  test("is not ended where the bank does not say so", async () => {
    const { connector, grant } = await linkedThen("sms@notended", ["down"], impatient);
    await expect(connector.end(grant, within())).rejects.toMatchObject({ reason: "bankDown" });
  });
});
