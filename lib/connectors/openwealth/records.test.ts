import { Decimal } from "decimal.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { reading } from "#scripts/testing/retail-bank.ts";

const years = { from: "2018-09-01", withPending: true };

let bank: PrivateBank;
let session: AspspSession;
let accounts: AspspAccount[];
beforeAll(async () => {
  bank = await startPrivateBank();
  ({ session, accounts } = await opened("sms@plain"));
});
afterAll(() => bank.close());

async function opened(contract: string, ...how: Parameters<PrivateBank["connector"]>) {
  const connector = bank.connector(...how);
  const grant = await bank.link(connector, contract);
  const one = connector.open(grant, reading());
  return { session: one, accounts: await allOf(one.accounts()), grant, connector };
}

const sum = (figures: readonly (string | null)[]): string =>
  figures.reduce((total, figure) => total.plus(figure ?? "0"), new Decimal(0)).toString();

/** Everything there is, over all accounts. */
async function everything(of: AspspSession, at: readonly AspspAccount[], query = years) {
  const all = await Promise.all(
    at.map(async (account) => ({
      balances: await allOf(of.balances(account)),
      positions: await allOf(of.positions(account)),
      transactions: await allOf(of.transactions(account, query)),
      investments: await allOf(of.investmentTransactions(account, query)),
    })),
  );
  return {
    balances: all.flatMap(({ balances }) => balances),
    positions: all.flatMap(({ positions }) => positions),
    transactions: all.flatMap(({ transactions }) => transactions),
    investments: all.flatMap(({ investments }) => investments),
  };
}

describe("accounts", () => {
  test("of money have an IBAN, those of securities a number, and each its currency", () => {
    expect(accounts.map(({ kind, currency, identity }) => [kind, currency, identity.scheme])).toEqual([
      ["current", "EUR", "iban"],
      ["current", "CHF", "iban"],
      ["current", "USD", "iban"],
      ["current", "GBP", "iban"],
      ["custody", "EUR", "bban"],
      ["custody", "EUR", "bban"],
    ]);
  });

  test("are one portfolio where the bank says so", async () => {
    const [portfolio, ...others] = await allOf(session.portfolios());
    expect(others).toEqual([]);
    expect(portfolio).toMatchObject({ reference: "204.118-6", currency: "EUR" });
    expect(portfolio?.accounts).toEqual(accounts.map(({ identity }) => identity));
  });

  test("are known again under another consent, by both who hold them", async () => {
    const other = await opened("call@joint");
    expect(other.accounts.map(({ identity }) => identity)).toEqual(accounts.map(({ identity }) => identity));
  });
});

describe("what is held", () => {
  test("is money as balances and everything else as positions, each of them once", async () => {
    const { balances, positions } = await everything(session, accounts);
    expect(balances.map(({ currency }) => currency)).toEqual(["EUR", "CHF", "USD", "GBP"]);
    expect(positions.length).toBeGreaterThan(15);
    expect(positions.filter(({ instrumentType }) => instrumentType === "cash")).toEqual([]);
    expect(new Set(positions.map(({ id }) => id)).size).toBe(positions.length);
  });

  test("says units or nominal, price or per cent, interest and cost, and in what", async () => {
    const { positions } = await everything(session, accounts);
    const bond = positions.find(({ instrumentType }) => instrumentType === "bond");
    expect(bond).toMatchObject({
      isin: expect.stringMatching(/^[A-Z]{2}/),
      cfiCode: "DBFUFR",
      quantityType: "faceAmount",
      priceType: "percentage",
      priceCurrency: null,
      priceDate: expect.any(String),
      accruedInterest: expect.any(String),
      costPriceType: "percentage",
      portfolio: "204.118-6",
    });
    expect(bond?.accruedInterestCurrency).toBe(bond?.currency);
    const worth = new Decimal(bond?.quantity ?? "0").times(bond?.price ?? "0").div(100);
    expect(
      worth
        .minus(bond?.marketValue ?? "0")
        .abs()
        .toNumber(),
    ).toBeLessThan(0.01);
    const share = positions.find(({ instrumentType }) => instrumentType === "equity");
    expect(share).toMatchObject({ quantityType: "unit", priceType: "amount", accruedInterest: null });
    expect(share?.priceCurrency).toBe(share?.instrumentCurrency);
  });

  test("is of today and not confirmed before the day has ended", async () => {
    const { balances, positions } = await everything(session, accounts);
    expect(positions.every(({ isConfirmed }) => isConfirmed === false)).toBe(true);
    expect(new Set(balances.map(({ balanceType }) => balanceType))).toEqual(new Set(["interimBooked"]));
  });

  test("is of the last day that the bank is ready for, and confirmed then", async () => {
    const ahead = () => new Date(Date.now() + 2 * 86_400_000);
    const later = await opened("sms@ahead", "", {}, ahead);
    const { positions, balances } = await everything(later.session, later.accounts);
    const { positions: now } = await everything(session, accounts);
    expect(positions).toEqual(now);
    expect(balances).toHaveLength(4);
  });
});

describe("what happened", () => {
  test("makes what is held: of money, and of every instrument, to the last figure", async () => {
    const { balances, positions, transactions, investments } = await everything(session, accounts);
    for (const { currency, amount } of balances) {
      const moved = transactions.filter((one) => one.currency === currency).map((one) => one.amount);
      expect(sum(moved)).toBe(new Decimal(amount).toString());
    }
    for (const isin of new Set(positions.map((one) => one.isin))) {
      const held = positions.filter((one) => one.isin === isin).map(({ quantity }) => quantity);
      const moved = investments.filter((one) => one.isin === isin).map(({ quantity }) => quantity);
      expect(sum(moved)).toBe(sum(held));
    }
  });

  test("is told of investments in the standard's words, corporate actions among them", async () => {
    const { investments } = await everything(session, accounts);
    const kinds = new Set(investments.map(({ transactionType }) => transactionType));
    for (const kind of ["buy", "sell", "subscription", "dividendCash", "dividendReinvestment", "stockSplit"])
      expect(kinds).toContain(kind);
    for (const kind of ["coupon", "redemption", "receiveFreeOfPayment"]) expect(kinds).toContain(kind);
    expect(kinds).not.toContain("fxSpot");
    expect(kinds).not.toContain("fees");
  });

  test("says what a purchase cost, its fees, taxes and interest being parts of it", async () => {
    const { investments } = await everything(session, accounts);
    const bought = investments.find((one) => one.transactionType === "buy" && one.accruedInterest !== null);
    if (!bought) throw new Error("no bond was bought");
    expect(bought).toMatchObject({
      quantityType: "faceAmount",
      priceType: "percentage",
      tradeDate: expect.any(String),
    });
    const price = new Decimal(bought.quantity ?? "0").times(bought.price ?? "0").div(-100);
    const total = price
      .plus(bought.fees ?? "0")
      .plus(bought.taxes ?? "0")
      .plus(bought.accruedInterest ?? "0");
    expect(
      total
        .minus(bought.amount ?? "0")
        .abs()
        .toNumber(),
    ).toBeLessThan(0.01);
  });

  test("is one entry for each instrument that moved, and its money is counted once", async () => {
    const { investments } = await everything(session, accounts);
    expect(new Set(investments.map(({ id }) => id)).size).toBe(investments.length);
    const inShares = investments.filter(({ description }) => description?.startsWith("Redemption in shares"));
    const seconds = inShares.filter(({ id }) => id.endsWith("/2"));
    for (const { amount, quantity } of seconds) {
      expect(amount).toBeNull();
      expect(Number(quantity)).toBeGreaterThan(0);
    }
    expect(inShares).toHaveLength(2 * seconds.length);
  });

  test("is asked of the bank once, for all the accounts of a customer and both kinds of entries", async () => {
    const fresh = await opened("sms@once");
    const before = (await bank.seen()).at(-1)?.number ?? 0;
    const asked = async () =>
      (await bank.seen()).filter(({ number }) => number > before).map(({ path }) => path);
    const [first] = fresh.accounts;
    if (first) await allOf(fresh.session.transactions(first, years));
    const pages = (await asked()).length;
    await everything(fresh.session, fresh.accounts);
    await allOf(fresh.session.portfolios());
    const further = (await asked()).slice(pages);
    expect(pages).toBeGreaterThan(0);
    expect(further.filter((path) => path.endsWith("/positions"))).toHaveLength(6);
    expect(further).toHaveLength(6);
  });

  test("between two days is those days', and what is not confirmed is left out where it is not wanted", async () => {
    const query = { from: "2021-03-01", to: "2021-03-31", withPending: false };
    const { transactions } = await everything(session, accounts, query);
    expect(transactions.length).toBeGreaterThan(0);
    expect(transactions.every(({ status }) => status === "booked")).toBe(true);
    const days = transactions.map(({ bookingDate }) => bookingDate ?? "");
    expect(days.every((day) => day >= query.from && day <= query.to)).toBe(true);
  });
});

describe("the same is read from a bank that", () => {
  const month = { from: "2024-03-01", to: "2024-05-31", withPending: true };
  const sorted = (records: readonly object[]) => records.map((one) => JSON.stringify(one)).sort();

  test.each([
    ["strings", "writes amounts as strings"],
    ["datetimes", "writes dates as date-times"],
    ["nulls", "writes null for what is absent"],
    ["no-request-id", "does not repeat our identifier of the call"],
    ["paged", "has ten entries on a page"],
    ["paged.shuffled", "keeps no order over its pages"],
    ["paged.empty-page", "has an empty page in the middle"],
    ["paged.overlapping", "begins each page with the end of the one before"],
    ["no-cursor", "says nothing of a cursor at the end"],
    ["other-host.relative", "links in its own way"],
    ["strings.datetimes.nulls.no-request-id.paged.shuffled.no-cursor", "does most of it at once"],
  ])("%s: %s", async (words) => {
    const plain = await everything(session, accounts, month);
    const other = await opened(`sms@${words}`, words);
    const read = await everything(other.session, other.accounts, month);
    expect(sorted(read.positions)).toEqual(sorted(plain.positions));
    expect(sorted(read.balances)).toEqual(sorted(plain.balances));
    expect(sorted(read.transactions)).toEqual(sorted(plain.transactions));
    expect(sorted(read.investments)).toEqual(sorted(plain.investments));
  });

  test.each([
    ["that is said to know no ranges of days", "", false],
    ["that ignores them although it is said to know them", "day-by-day", true],
  ])("%s", async (_, words, readsDayRanges) => {
    const short = { from: "2024-03-14", to: "2024-04-16", withPending: true };
    const plain = await everything(session, accounts, short);
    expect(plain.transactions.length).toBeGreaterThan(2);
    const other = await opened(`sms@${words}single`, words, { readsDayRanges });
    const read = await everything(other.session, other.accounts, short);
    expect(sorted(read.transactions)).toEqual(sorted(plain.transactions));
    expect(sorted(read.investments)).toEqual(sorted(plain.investments));
  });
});

describe("what no standard lists", () => {
  test("is told as it is written: a type of instrument", async () => {
    const odd = await opened("sms@odd-type", "unlisted-type");
    const { positions } = await everything(odd.session, odd.accounts);
    const types = positions.map(({ instrumentType }) => instrumentType);
    expect(types.filter((type) => type === "tokenisedNote").length).toBeGreaterThan(0);
  });

  test("is no ISIN where its check digit is wrong: it stays what the bank calls the instrument", async () => {
    const odd = await opened("sms@odd-isin", "odd-isin");
    const { positions } = await everything(odd.session, odd.accounts);
    const without = positions.filter(({ isin }) => isin === null);
    expect(without.length).toBeGreaterThan(0);
    for (const one of without) expect(one.otherIdentification).toMatch(/^[A-Z]{2}\w{10}$/);
  });

  test("an amount keeps its figures, however many", async () => {
    const precise = await opened("sms@precise", "precise");
    const { balances } = await everything(precise.session, precise.accounts);
    expect(balances.every(({ amount }) => /\.\d\d0{16,}1$/.test(amount))).toBe(true);
  });
});

test("an access without accounts is an empty list, which is known", async () => {
  const none = await opened("sms.no-accounts");
  expect(none.accounts).toEqual([]);
  expect(await allOf(none.session.portfolios())).toEqual([]);
});
