import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { usualLimits } from "#lib/egress/egress-policy.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { firstAccount, reading, within } from "#scripts/testing/retail-bank.ts";

let bank: PrivateBank;
beforeAll(async () => {
  bank = await startPrivateBank();
});
afterAll(() => bank.close());

const query = { from: "2024-01-01", to: "2024-12-31", withPending: true };
/** What fails is not tried again. */
const once = { limits: { ...usualLimits, attempts: 1 } };
const impatient = { limits: { ...once.limits, totalMs: 2_000 } };

/** Linked without trouble, and in trouble from then on: read as the entry says. */
async function linkedThen(userName: string, words: string[], entry = {}) {
  const patient = bank.connector();
  const grant = await bank.link(patient, userName);
  const account = await firstAccount(patient.open(grant, reading()));
  const connector = bank.connector("", entry);
  const session = connector.open(grant, reading());
  await bank.custodian.control("/words", { userName, words });
  return { connector, grant, session, account };
}

describe("a list of what is held or happened", () => {
  test.each([
    ["malformed", "malformedAnswer"],
    ["html", "malformedAnswer"],
    ["cut", "bankDown"],
    ["crawl", "bankDown"],
    ["slow", "bankDown"],
    ["absurd", "malformedAnswer"],
    ["not-a-number", "malformedAnswer"],
    ["wrong-currency", "malformedAnswer"],
    ["future", "malformedAnswer"],
    ["down-on-read", "bankDown"],
    ["maintenance", "maintenance"],
  ])("that is %s is not known, and says why", async (word, reason) => {
    const { session, account } = await linkedThen(
      `sms@${word}`,
      [word],
      word === "crawl" || word === "slow" ? impatient : once,
    );
    for (const list of [
      () => session.balances(account),
      () => session.positions(account),
      () => session.transactions(account, query),
      () => session.investmentTransactions(account, query),
    ])
      await expect(allOf<unknown>(list())).rejects.toMatchObject({ reason });
  });

  test.each([
    ["duplicates", []],
    ["looping", ["paged"]],
  ])("with %s is not known", async (word, more) => {
    const { session, connector, grant, account } = await linkedThen(`sms@${word}`, [word, ...more]);
    await expect(allOf(session.transactions(account, query))).rejects.toMatchObject({
      reason: "malformedAnswer",
      facts: { call: "transactions", at: word === "looping" ? "nextCursor" : "id" },
    });
    const [custody] = (await allOf(connector.open(grant, reading()).accounts())).filter(
      ({ kind }) => kind === "custody",
    );
    const held = custody && allOf(session.positions(custody));
    if (word === "duplicates") await expect(held).rejects.toMatchObject({ reason: "malformedAnswer" });
  });

  test.each(["huge", "bomb"])("that is %s is let go of at its limit, in little memory", async (word) => {
    const { session, account } = await linkedThen(`sms@${word}`, [word]);
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    await expect(allOf(session.positions(account))).rejects.toMatchObject({ reason: "answerTooLarge" });
    clearInterval(watch);
    // The bank that makes it runs in this process too.
    expect(most - before).toBeLessThan(250_000_000);
  });

  test("is not the only one: customers and accounts fail in the same way", async () => {
    const { connector, grant } = await linkedThen("sms@everywhere", ["html", "everywhere"]);
    const session = connector.open(grant, reading());
    await expect(allOf(session.accounts())).rejects.toMatchObject({ reason: "malformedAnswer" });
    await expect(allOf(session.portfolios())).rejects.toMatchObject({ reason: "malformedAnswer" });
  });

  test("that failed is asked for again, and is known then", async () => {
    const { session, account } = await linkedThen("sms@recovers", ["down-on-read"], once);
    await expect(allOf(session.balances(account))).rejects.toMatchObject({ reason: "bankDown" });
    await bank.custodian.control("/words", { userName: "sms@recovers", words: [] });
    expect(await allOf(session.balances(account))).toHaveLength(1);
  });

  test("tells no value when it fails: only the call, the place and the bank's code", async () => {
    const { session, account } = await linkedThen("sms@values", ["absurd"]);
    const failure = await allOf(session.balances(account)).catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ facts: { call: "positions", at: "0.quantity.value" } });
    expect(JSON.stringify(failure)).not.toContain("1E400");
  });
});

describe("the bank's budget", () => {
  test("is told by its own reason when it is spent, and is not touched while the person is there", async () => {
    const { connector, grant, account } = await linkedThen("sms@budget", []);
    const readAs = (person: null | undefined) =>
      allOf(connector.open(grant, reading(person === null ? { person } : {})).balances(account));
    for (const _ of [1, 2, 3, 4]) expect(await readAs(null)).toHaveLength(1);
    await expect(readAs(null)).rejects.toMatchObject({ reason: "readsExhausted" });
    expect(await readAs(undefined)).toHaveLength(1);
  });

  test("is spent once for a list of many pages, and once for all who read in a session", async () => {
    const { connector, grant, account } = await linkedThen("sms@pages", ["paged"]);
    for (const _ of [1, 2, 3, 4]) {
      const alone = connector.open(grant, reading({ person: null }));
      await allOf(alone.transactions(account, query));
      await allOf(alone.investmentTransactions(account, query));
    }
    const spent = connector.open(grant, reading({ person: null }));
    await expect(allOf(spent.transactions(account, query))).rejects.toMatchObject({
      reason: "readsExhausted",
    });
  });
});

describe("an access that has ended", () => {
  test("by the person at the bank is told from one that has run out and from one that never was", async () => {
    const revoked = await linkedThen("sms@revoked", []);
    await bank.custodian.control("/revoke", { userName: "sms@revoked" });
    await expect(allOf(revoked.session.balances(revoked.account))).rejects.toMatchObject({
      reason: "consentRevoked",
    });
    const earlier = await linkedThen("sms@replaced", []);
    await bank.link(earlier.connector, "sms@replaced");
    await expect(allOf(earlier.session.balances(earlier.account))).rejects.toMatchObject({
      reason: "consentExpired",
    });
    const never = { ...revoked.grant, reference: "never-was" };
    await expect(allOf(revoked.connector.open(never, reading()).accounts())).rejects.toMatchObject({
      reason: "consentInvalid",
    });
  });

  test("is ended at the bank by us, what never was too, and not where the bank does not say so", async () => {
    const { connector, grant, session, account } = await linkedThen("sms@ended", []);
    await connector.end(grant, within());
    await expect(allOf(session.balances(account))).rejects.toMatchObject({ reason: "consentInvalid" });
    await connector.end({ ...grant, reference: "never-was" }, within());
    const away = await linkedThen("sms@notended", ["down"], once);
    await expect(away.connector.end(away.grant, within())).rejects.toMatchObject({ reason: "bankDown" });
  });
});

describe("while a list is read", () => {
  test("every call is written inside the hold, and none leaves once it is refused", async () => {
    const { connector, grant, account } = await linkedThen("sms@held", ["paged"]);
    let entered = 0;
    const session = connector.open(
      grant,
      reading({
        whileWriting: async (write) => {
          entered += 1;
          if (entered > 3) throw new Error("withdrawn");
          await write(null);
        },
      }),
    );
    const before = (await bank.seen()).length;
    await expect(allOf(session.transactions(account, query))).rejects.toThrow("withdrawn");
    const calls = (await bank.seen()).slice(before);
    expect(calls.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(calls.every(({ path }) => path.includes("/transactions"))).toBe(true);
  });

  test("it stops with the signal", async () => {
    const { connector, grant, account } = await linkedThen("sms@stops", ["slow"]);
    const stopped = new AbortController();
    const session = connector.open(grant, reading({ signal: stopped.signal }));
    const list = allOf(session.transactions(account, query));
    stopped.abort(new Error("stopped"));
    await expect(list).rejects.toThrow("stopped");
  });
});
