import { afterEach, describe, expect, test } from "vitest";

import { allOf } from "#scripts/testing/all-of.ts";
import {
  type Answer,
  accountsOf,
  cash,
  closeCustodians,
  custody,
  day,
  hostile,
  movement,
  position,
  posting,
  problem,
  query,
  transaction,
} from "#scripts/testing/hostile-custodian.ts";

afterEach(closeCustodians);

describe("customers and accounts are not known where", () => {
  test.each<[string, Record<string, Answer>]>([
    ["a customer comes twice", { "/v3/customers": [{ id: "k1" }, { id: "k1" }] }],
    ["a customer has no identifier", { "/v3/customers": [{ number: "1" }] }],
    ["the list is an object", { "/v3/customers": { body: { customers: [] } } }],
    ["the list is nothing", { "/v3/customers": { body: "" } }],
    ["the list ends in the middle", { "/v3/customers": `[{"id":"k1"},` }],
    ["the list is a page", { "/v3/customers": "<!doctype html><title>Welcome</title>" }],
    [
      "the bank moved",
      { "/v3/customers": { status: 302, body: "", headers: { location: "/v4/customers" } } },
    ],
    ["there is no content", { "/v3/customers": { status: 204, body: "" } }],
    ["an account comes twice", { "/v3/customers/k1/accounts": [cash, cash] }],
    ["an account has no currency", { "/v3/customers/k1/accounts": [{ ...cash, referenceCurrency: null }] }],
    ["a currency is none", { "/v3/customers/k1/accounts": [{ ...cash, referenceCurrency: "Franken" }] }],
    ["an account is a number", { "/v3/customers/k1/accounts": "[7]" }],
    ["one of many is wrong", { "/v3/customers/k1/accounts": [cash, { ...custody, type: 7.5, id: [] }] }],
    [
      "the answer is to another call",
      { "/v3/customers": { body: [], headers: { "x-correlation-id": "other" } } },
    ],
    [
      "the cursor is longer than one is",
      { "/v3/customers": { body: [], headers: { nextcursor: "x".repeat(5_000) } } },
    ],
  ])("%s", async (_, answers) => {
    const { session } = await hostile(answers);
    await expect(allOf(session.accounts())).rejects.toMatchObject({ reason: "malformedAnswer" });
  });
});

test("an account that two customers share is one account, and two under one identifier are refused", async () => {
  const two = [{ id: "k1" }, { id: "k2" }];
  const shared = await hostile({ "/v3/customers": two, "/v3/customers/k2/accounts": [custody] });
  expect((await allOf(shared.session.accounts())).map(({ bban }) => bban)).toEqual([null, "1-2"]);
  const other = [{ ...custody, number: "9-9" }];
  const clash = await hostile({ "/v3/customers": two, "/v3/customers/k2/accounts": other });
  await expect(allOf(clash.session.accounts())).rejects.toMatchObject({ reason: "malformedAnswer" });
});

describe("what is held is not known where", () => {
  const at = `/v3/accounts/a2/positions`;
  const value = (written: string) => JSON.stringify([position]).replace('"value":3', `"value":${written}`);

  test.each<[string, Answer]>([
    ["an amount is not a number", value("NaN")],
    ["an amount is a text that is none", value('"NaN"')],
    ["an amount is larger than any", value("1e400")],
    ["an amount is null", value("null")],
    ["an amount is yes", value("true")],
    ["an amount is a list", value("[3]")],
    ["a quantity is of a type that nobody knows", [{ ...position, quantity: { type: "dozen", value: 3 } }]],
    ["a price is of a type that nobody knows", [{ ...position, price: { type: "yield", value: 3 } }]],
    ["it is worth nothing that is told", [{ ...position, valuation: {} }]],
    ["it is worth something in another currency than its own", [{ ...position, currency: "EUR" }]],
    ["it is on another account", [{ ...position, account: cash }]],
    ["it is of tomorrow", [{ ...position, positionDate: "2024-05-07" }]],
    ["it is of no day", [{ ...position, positionDate: "2024-02-30" }]],
    ["it is confirmed maybe", [{ ...position, endOfDayIndicator: "maybe" }]],
    ["two are one", [position, { ...position, quantity: { type: "unit", value: 4 } }]],
    ["the last of many is wrong", [position, { ...position, id: "p2", financialInstrument: null }]],
  ])("%s", async (_, answer) => {
    const { session, custodyAccount } = await accountsOf({ [at]: answer });
    await expect(allOf(session.positions(custodyAccount))).rejects.toMatchObject({
      reason: "malformedAnswer",
    });
    await expect(allOf(session.balances(custodyAccount))).rejects.toMatchObject({
      reason: "malformedAnswer",
    });
  });

  test.each<[string, Answer]>([
    ["leads in a circle", { body: [{ ...position, id: "p2" }], headers: { nextcursor: "c" } }],
    ["says otherwise what an earlier one said", [{ ...position, name: "Other" }]],
    ["is cut", `[{"id":`],
  ])("a further page %s", async (_, second) => {
    const { session, custodyAccount } = await accountsOf({
      [at]: { body: [position], headers: { nextcursor: "c" } },
      [`${at}?date=${day}&cursor=c`]: second,
    });
    await expect(allOf(session.positions(custodyAccount))).rejects.toMatchObject({
      reason: "malformedAnswer",
    });
  });

  test("and is known over pages in whatever order they come", async () => {
    const { session, custodyAccount } = await accountsOf({
      [at]: { body: [{ ...position, id: "p3" }], headers: { nextcursor: "z" } },
      [`${at}?date=${day}&cursor=z`]: { body: [], headers: { nextcursor: "a b&c=d" } },
      [`${at}?date=${day}&cursor=a+b&c=d`]: [position],
    });
    expect((await allOf(session.positions(custodyAccount))).map(({ id }) => id)).toEqual(["p3", "p1"]);
  });
});

describe("a day that the bank is not ready for", () => {
  const at = (date: string) => `/v3/accounts/a2/positions?date=${date}`;
  const notReady = problem("RESOURCE_NOT_READY", 404);

  test("is not an empty day: the last one before it is told", async () => {
    const sunday = { ...position, positionDate: "2024-05-04" };
    const { session, custodyAccount } = await accountsOf({
      [at(day)]: notReady,
      [at("2024-05-05")]: notReady,
      [at("2024-05-04")]: [sunday],
    });
    expect(await allOf(session.positions(custodyAccount))).toMatchObject([{ positionDate: "2024-05-04" }]);
  });

  test("and none before it in a week is no answer", async () => {
    const { session, custodyAccount, bank } = await accountsOf({ "/v3/accounts/a2/positions": notReady });
    await expect(allOf(session.positions(custodyAccount))).rejects.toMatchObject({ reason: "bankDown" });
    expect(bank.heard.filter((call) => call.includes("/positions"))).toHaveLength(8);
  });

  test("ends the list of transactions where it is one of the last, and fails it otherwise", async () => {
    const on = (date: string) => `/v3/customers/k1/transactions?date=${date}`;
    const early = { ...transaction, transactionDate: "2024-05-04" };
    const answers = { [on("2024-05-04")]: [early], "/v3/customers/k1/transactions": notReady };
    const single = await accountsOf(answers, { readsDayRanges: false });
    const from = { from: "2024-05-04", withPending: true };
    expect(await allOf(single.session.transactions(single.cashAccount, from))).toHaveLength(1);
    const gap = { from: "2024-04-01", withPending: true };
    await expect(allOf(single.session.transactions(single.cashAccount, gap))).rejects.toMatchObject({
      reason: "bankDown",
    });
    const range = `${on("2024-05-04")}&dateTo=2024-05-05`;
    const later = { ...transaction, id: "t2", transactionDate: "2024-05-05" };
    const ranged = await accountsOf({ ...answers, [range]: [early, later] });
    expect(await allOf(ranged.session.transactions(ranged.cashAccount, from))).toHaveLength(2);
  });
});

test("a range that fails on its second page is read anew for a day less, and nothing of it is lost", async () => {
  const on = (to: string, more = "") => `/v3/customers/k1/transactions?date=2024-05-01&dateTo=${to}${more}`;
  const [early, later] = ["t1", "t2"].map((id) => ({ ...transaction, id, transactionDate: "2024-05-03" }));
  const { session, cashAccount } = await accountsOf({
    [on(day)]: { body: [early], headers: { nextcursor: "c" } },
    [on(day, "&cursor=c")]: problem("RESOURCE_NOT_READY", 404),
    [on("2024-05-05")]: [early, later] as object[],
  });
  const from = { from: "2024-05-01", withPending: true };
  expect((await allOf(session.transactions(cashAccount, from))).map(({ id }) => id)).toEqual(["t1", "t2"]);
});

test("one identifier on two days makes the list unknown", async () => {
  const on = (date: string) => `/v3/customers/k1/transactions?date=${date}`;
  const before = { ...transaction, transactionDate: "2024-05-05" };
  const { session, cashAccount } = await accountsOf(
    { [on("2024-05-05")]: [before], [on(day)]: [transaction] },
    { readsDayRanges: false },
  );
  const from = { from: "2024-05-05", withPending: true };
  await expect(allOf(session.transactions(cashAccount, from))).rejects.toMatchObject({
    reason: "malformedAnswer",
    facts: { call: "transactions", at: "id" },
  });
});

describe("what happened is not known where", () => {
  const at = "/v3/customers/k1/transactions";
  const moved = (more: object): Answer => [{ ...transaction, movementList: [{ ...movement, ...more }] }];

  test.each<[string, Answer]>([
    ["an entry is another customer's", [{ ...transaction, customerId: "k2" }]],
    ["an entry is of the day before", [{ ...transaction, transactionDate: "2024-05-05" }]],
    ["an entry is of the future", [{ ...transaction, transactionDate: "2999-12-31" }]],
    ["an entry has no identifier", [{ ...transaction, id: "" }]],
    ["an entry comes twice", [transaction, transaction]],
    [
      "a posting is in another currency than its account",
      [{ ...transaction, postingAmountList: [{ ...posting, currency: "EUR" }] }],
    ],
    ["a posting has no account", [{ ...transaction, postingAmountList: [{ ...posting, account: null }] }]],
    ["a movement has no quantity", moved({ quantity: null })],
    ["a movement moves nothing", moved({ financialInstrument: undefined })],
    ["a movement is not a number", JSON.stringify(moved({})).replace('"value":3', '"value":1e400')],
    ["it is taken back maybe", [{ ...transaction, reversalIndicator: "no" }]],
    ["the movements are no list", [{ ...transaction, movementList: "none" }]],
    [
      "there are more movements than anything has",
      [{ ...transaction, movementList: Array.from({ length: 1_001 }, () => movement) }],
    ],
  ])("%s", async (_, answer) => {
    const { session, cashAccount, custodyAccount } = await accountsOf({ [at]: answer });
    for (const list of [
      () => session.transactions(cashAccount, query),
      () => session.investmentTransactions(custodyAccount, query),
    ])
      await expect(allOf<unknown>(list())).rejects.toMatchObject({ reason: "malformedAnswer" });
  });
});

test("an identifier of the bank's leads to no other resource", async () => {
  const ids = ["../../v1/payments", "k?x=1", "k/orders", ".."];
  for (const id of ids) {
    const { session, bank } = await hostile({ "/v3/customers": [{ id }] });
    await expect(allOf(session.accounts())).rejects.toMatchObject({ name: "AspspError" });
    for (const call of bank.heard.slice(1)) expect(call).toMatch(/^GET \/v3\/customers\/[^/]*\/accounts\?/);
  }
});

test("an identifier of the bank's is asked for as it is", async () => {
  const { session, bank } = await hostile({ "/v3/customers": [{ id: "k 1?x=ü" }] });
  await allOf(session.accounts()).catch(() => []);
  expect(bank.heard.at(-1)).toBe("GET /v3/customers/k%201%3Fx%3D%C3%BC/accounts?limit=200");
});

test("a handle of another connector's is nobody's account here", async () => {
  const { session, cashAccount } = await accountsOf({});
  for (const handle of ["", "{}", '{"path":"accounts","resourceId":"r1"}'])
    await expect(allOf(session.positions({ ...cashAccount, handle }))).rejects.toMatchObject({
      reason: "accountGone",
    });
});
