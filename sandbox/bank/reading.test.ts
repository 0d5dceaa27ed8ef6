import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Body, startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const minorOf = (amount: string): bigint => BigInt(amount.replace(".", ""));

/** Follows `next` to the end. */
async function everyPage(consentId: string, first: string, name = "transactions"): Promise<Body[][]> {
  const pages: Body[][] = [];
  for (let href: string | undefined = first; href; ) {
    const { body } = await tpp.read(consentId, href);
    pages.push(body[name].booked);
    href = body[name]._links.next?.href;
  }
  return pages;
}

const transactionsOf = (account: Body, query: string) => `${account._links.transactions.href}?${query}`;

describe("accounts", () => {
  test("are listed with what a person would recognise, and lead to balances and transactions", async () => {
    const [first] = await tpp.accounts(await tpp.link("sms@list"));
    expect(first).toMatchObject({
      iban: "ES1299970001250000000001",
      currency: "EUR",
      name: "Household",
      cashAccountType: "CACC",
      status: "enabled",
      bic: "ARDVESM0",
    });
    expect(first.ownerName).toBeUndefined();
    expect(Object.keys(first._links)).toEqual(["balances", "transactions"]);
  });

  test("name all their holders where the consent asks for that", async () => {
    const id = await tpp.link("sms@owners", { access: { allPsd2: "allAccountsWithOwnerName" } });
    const [first] = await tpp.accounts(id);
    expect(first.ownerName).toBe("Elena Aranda Keller, Matthias Keller");
  });

  test("are another resource under each consent, and the same account by IBAN", async () => {
    const [one] = await tpp.accounts(await tpp.link("sms@first"));
    const [two] = await tpp.accounts(await tpp.link("sms@second"));
    expect(two.iban).toBe(one.iban);
    expect(two.resourceId).not.toBe(one.resourceId);
  });

  test("are one more on the day the bank opens one", async () => {
    const id = await tpp.link("sms@more");
    const before = await tpp.accounts(id);
    await tpp.control("/words", { userName: "sms@more", words: ["new-account"] });
    const after = await tpp.accounts(id);
    expect(after.length).toBe(before.length + 1);
    expect(after.at(-1)).toMatchObject({ name: "Notice account", cashAccountType: "SVGS" });
  });

  test("of the card kind have a number that is masked, a limit, and a list of purchases", async () => {
    const id = await tpp.link("sms@card");
    const { cardAccounts } = (await tpp.read(id, "card-accounts")).body;
    expect(cardAccounts).toHaveLength(1);
    expect(cardAccounts[0]).toMatchObject({
      maskedPan: "499999xxxxxx4417",
      creditLimit: { currency: "EUR", amount: "5000.00" },
    });
    const pages = await everyPage(
      id,
      transactionsOf(cardAccounts[0], "bookingStatus=booked&dateFrom=2018-01-01"),
      "cardTransactions",
    );
    const sum = pages
      .flat()
      .reduce((total, { transactionAmount }) => total + minorOf(transactionAmount.amount), 0n);
    const { balances } = (await tpp.read(id, cardAccounts[0]._links.balances.href)).body;
    const booked = balances.find(({ balanceType }: Body) => balanceType === "interimBooked");
    expect(minorOf(booked.balanceAmount.amount)).toBe(sum);
    expect(pages.flat().some(({ originalAmount }) => originalAmount?.currency === "CHF")).toBe(true);
  });
});

describe("balances", () => {
  test("are the sum of every transaction that the pages give", async () => {
    const id = await tpp.link("sms@sums");
    for (const account of await tpp.accounts(id)) {
      const pages = await everyPage(id, transactionsOf(account, "bookingStatus=booked&dateFrom=2018-01-01"));
      const sum = pages
        .flat()
        .reduce((total, { transactionAmount }) => total + minorOf(transactionAmount.amount), 0n);
      const { balances } = (await tpp.read(id, account._links.balances.href)).body;
      const booked = balances.find(({ balanceType }: Body) => balanceType === "interimBooked");
      expect(minorOf(booked.balanceAmount.amount)).toBe(sum);
      expect(pages.slice(0, -1).every((page) => page.length === 100)).toBe(true);
    }
  });

  test("come with the account where they are asked for", async () => {
    const id = await tpp.link("sms@with");
    const [first] = (await tpp.read(id, "accounts?withBalance=true")).body.accounts;
    expect(first.balances.map(({ balanceType }: Body) => balanceType)).toEqual([
      "closingBooked",
      "interimBooked",
      "expected",
    ]);
  });
});

describe("transactions", () => {
  let id: string;
  let account: Body;
  const list = (query: string) => tpp.read(id, transactionsOf(account, query));
  beforeAll(async () => {
    id = await tpp.link("sms@transactions");
    [account] = await tpp.accounts(id);
  });

  test("come newest first, within the days asked for", async () => {
    const { body } = await list("bookingStatus=booked&dateFrom=2024-03-01&dateTo=2024-03-31");
    const dates = body.transactions.booked.map(({ bookingDate }: Body) => bookingDate);
    expect(dates.every((date: string) => date >= "2024-03-01" && date <= "2024-03-31")).toBe(true);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(body.transactions.pending).toBeUndefined();
    const salary = body.transactions.booked.find(
      ({ bankTransactionCode }: Body) => bankTransactionCode === "PMNT-RCDT-SALA",
    );
    expect(salary).toMatchObject({
      debtorName: expect.any(String),
      debtorAccount: { iban: expect.stringMatching(/^ES/) },
    });
  });

  test("after one that is known are those since, and a delta gives each once", async () => {
    const all = (await list("bookingStatus=booked&dateFrom=2018-01-01")).body.transactions.booked;
    const since = await list(`bookingStatus=booked&entryReferenceFrom=${all[5].entryReference}`);
    expect(since.body.transactions.booked).toEqual(all.slice(0, 5));
    const first = await list("bookingStatus=booked&deltaList=true");
    expect(first.body.transactions.booked.length).toBe(100);
    expect((await list("bookingStatus=booked&deltaList=true")).body.transactions.booked).toEqual([]);
    expect((await list("bookingStatus=booked&entryReferenceFrom=none")).body.tppMessages[0].code).toBe(
      "RESOURCE_UNKNOWN",
    );
  });

  test("that are pending have no reference, and are booked under one when time has passed", async () => {
    const busy = await tpp.link("sms.busy@pending");
    const [main] = await tpp.accounts(busy);
    const read = async () =>
      (await tpp.read(busy, transactionsOf(main, "bookingStatus=both&dateFrom=2018-01-01"))).body
        .transactions;
    let before = await read();
    for (let day = 0; day < 5 && before.pending.length === 0; day++) {
      await tpp.control("/clock", { passMs: 86_400_000 });
      before = await read();
    }
    expect(before.pending.length).toBeGreaterThan(0);
    const [held] = before.pending;
    expect(held.entryReference).toBeUndefined();
    expect(held.bookingDate).toBeUndefined();
    await tpp.control("/clock", { passMs: 3 * 86_400_000 });
    const { booked } = await read();
    expect(booked).toContainEqual(
      expect.objectContaining({
        transactionAmount: held.transactionAmount,
        remittanceInformationUnstructured: held.remittanceInformationUnstructured,
        entryReference: expect.any(String),
      }),
    );
  });

  test("can be looked at one by one, and standing orders are told apart", async () => {
    const [first] = (await list("bookingStatus=booked&dateFrom=2024-01-01")).body.transactions.booked;
    const one = await tpp.read(id, `${account._links.transactions.href}/${first.transactionId}`);
    expect(one.body.transactionsDetails.transactionDetails).toEqual(first);
    const { information } = (await list("bookingStatus=information")).body.transactions;
    expect(information[0].additionalInformationStructured.standingOrderDetails.frequency).toBe("Monthly");
  });

  test.each([
    ["dateFrom=2024-01-01", "FORMAT_ERROR"],
    ["bookingStatus=booked", "FORMAT_ERROR"],
    ["bookingStatus=booked&dateFrom=yesterday", "FORMAT_ERROR"],
    ["bookingStatus=booked&dateFrom=2024-02-01&dateTo=2024-01-01", "PERIOD_INVALID"],
    ["bookingStatus=booked&dateFrom=2024-02-01&page=x", "FORMAT_ERROR"],
    ["bookingStatus=booked&deltaList=true&entryReferenceFrom=a", "PARAMETER_NOT_CONSISTENT"],
  ])("asked for as %s are refused", async (query, code) => {
    const { status, body } = await list(query);
    expect([status, body.tppMessages[0].code]).toEqual([400, code]);
  });

  test("come in the format that is asked for, and in none that is not offered", async () => {
    const as = async (accept: string) =>
      tpp.read(id, transactionsOf(account, "bookingStatus=booked&dateFrom=2024-03-01&dateTo=2024-03-31"), {
        headers: { accept },
      });
    expect((await as("application/xml")).text).toContain("camt.053.001.02");
    expect((await as("text/plain")).text).toMatch(/^:20:/);
    expect((await as("application/json")).body.transactions).toBeDefined();
    expect((await as("application/pdf")).body.tppMessages[0].code).toBe("REQUESTED_FORMATS_INVALID");
  });
});

test("an account that the consent does not name is no different from none", async () => {
  const whole = await tpp.link("sms@named");
  const [first, second] = await tpp.accounts(whole);
  const id = await tpp.link("sms@narrow", {
    access: { balances: [{ iban: first.iban }], transactions: [{ iban: second.iban }] },
  });
  const accounts = await tpp.accounts(id);
  expect(accounts.map(({ iban }) => iban)).toEqual([first.iban, second.iban]);
  expect(Object.keys(accounts[0]._links)).toEqual(["balances"]);
  expect(Object.keys(accounts[1]._links)).toEqual(["transactions"]);
  const path = `/psd2/v1/accounts/${accounts[1].resourceId}/balances`;
  expect((await tpp.read(id, path)).body.tppMessages[0].code).toBe("CONSENT_INVALID");
  expect((await tpp.read(id, `accounts/${first.resourceId}`)).body.tppMessages[0].code).toBe(
    "RESOURCE_UNKNOWN",
  );
});
