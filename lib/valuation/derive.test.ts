import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountKind } from "#lib/aspsp/records.ts";
import { exact, zero } from "#lib/kernel/decimal.ts";
import { newId } from "#lib/kernel/id.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import type { RecordOf, ValuationRow } from "#lib/records/shapes.ts";
import { flowOn, investment, payment, valueOn } from "#scripts/testing/valuations.ts";
import { deriveEntries, type EntriesChunk, withDay } from "./derive.ts";
import { flowsOf } from "./movements.ts";

const about = { connectionId: newId("cnx"), accountId: newId("acc") };
const march = { from: "2026-03-01", to: "2026-04-01", asOf: new Date("2026-03-20T04:00:00Z") };

async function reckon(
  records: readonly RecordOf<"transactions">[],
  { kind = "current", ...period }: Partial<Pick<NewChunk, "from" | "to">> & { kind?: AccountKind } = {},
) {
  const chunk: EntriesChunk = { ...about, ...march, ...period, cluster: "transactions", records };
  return deriveEntries(chunk, kind);
}
async function reckonInvestments(...records: RecordOf<"investmentTransactions">[]) {
  const chunk: EntriesChunk = { ...about, ...march, cluster: "investmentTransactions", records };
  return (await deriveEntries(chunk, "custody")).records.map(said);
}
const said = ({ day, currency, flow, income, fees, taxes, unknown }: ValuationRow) =>
  `${day.slice(8)} ${currency}: ${flow} ${income} ${fees} ${taxes}${unknown ? ` without ${unknown}` : ""}`;

describe("payments of a day", () => {
  test("are summed by currency, with interest, fees and taxes apart", async () => {
    const { records } = await reckon([
      payment("2026-03-02", "-3.20"),
      payment("2026-03-02", "0.20", { currency: "CHF" }),
      payment("2026-03-02", "5.10", { bankTransactionCode: "ACMT-MCOP-INTR" }),
      payment("2026-03-02", "-1", { bankTransactionCode: "ACMT-MDOP-FEES" }),
      payment("2026-03-02", "-0.5", { bankTransactionCode: "ACMT-MDOP-TAXE" }),
      payment(null, "10", { valueDate: "2026-03-03", bankTransactionCode: "PMNT-RCDT-SALA" }),
    ]);
    expect(records.map(said)).toEqual(["02 CHF: 0.2 0 0 0", "02 EUR: -3.2 5.1 -1 -0.5", "03 EUR: 10 0 0 0"]);
  });

  test("that are pending or only announced have not happened", async () => {
    const { records } = await reckon([
      payment("2026-03-02", "-3", { status: "pending" }),
      payment("2026-03-02", "-3", { status: "information" }),
    ]);
    expect(records).toEqual([]);
  });

  test("booked for a day to come count on that day", async () => {
    expect((await reckon([payment("2026-03-28", "-3")])).records.map(said)).toEqual(["28 EUR: -3 0 0 0"]);
  });

  test("without a day leave the day of the reading unknown", async () => {
    const undated = [payment(null, "5"), payment("2026-03-20", "1")];
    expect((await reckon(undated)).records.map(said)).toEqual(["20 EUR: null 0 0 0 without 1"]);
    const before = { from: "2026-02-01", to: "2026-03-01" };
    expect((await reckon([payment(null, "5")], before)).records[0]?.day).toBe("2026-02-28");
  });

  test("changed from another currency flow in, and are told apart", async () => {
    const { records } = await reckon([
      payment("2026-03-02", "100", { bankTransactionCode: "FORX-SPOT-OTHR" }),
      payment("2026-03-02", "-40", { bankTransactionCode: "fxSpot" }),
      payment("2026-03-02", "1"),
    ]);
    expect(records).toEqual([flowOn("2026-03-02", "61", { exchanged: "60" })]);
  });

  test("taken back by another entry come to nothing, with the day that says so", async () => {
    const { records } = await reckon([payment("2026-03-02", "-3"), payment("2026-03-02", "3")]);
    expect(records.map(said)).toEqual(["02 EUR: 0 0 0 0"]);
  });

  test("paid on investments are earned, unless the account's own list of investments tells them", async () => {
    const dividend = [payment("2026-03-02", "80", { bankTransactionCode: "dividendCash" })];
    expect((await reckon(dividend)).records.map(said)).toEqual(["02 EUR: 0 80 0 0"]);
    expect((await reckon(dividend, { kind: "other" })).records.map(said)).toEqual(["02 EUR: 80 0 0 0"]);
    for (const code of ["buy", "redemption", "dividendReinvestment", "SECU-SETT-TRAD"]) {
      const traded = [payment("2026-03-02", "-7", { bankTransactionCode: code })];
      expect((await reckon(traded)).records.map(said)).toEqual(["02 EUR: -7 0 0 0"]);
    }
  });
});

const euros = { currency: "EUR" };
const priced = { quantity: "10", price: "9.50", priceType: "amount", priceCurrency: "USD" } as const;

describe("what happened to investments", () => {
  test("flows in with what is paid for them and out with what they bring, costs in it", async () => {
    const buy = investment("buy", { ...euros, quantity: "10", amount: "-1005", fees: "-4", taxes: "-1" });
    expect(await reckonInvestments(buy)).toEqual(["10 EUR: 1005 0 -4 -1"]);
    const sell = investment("sell", { ...euros, quantity: "-10", amount: "995", fees: "-5" });
    expect(await reckonInvestments(sell)).toEqual(["10 EUR: -995 0 -5 0"]);
    const redeemed = investment("redemption", { ...euros, quantity: "-1000", amount: "1000" });
    expect(await reckonInvestments(redeemed)).toEqual(["10 EUR: -1000 0 0 0"]);
  });

  test("a dividend is earned whole, taxed, and goes out", async () => {
    const dividend = investment("dividendCash", { ...euros, amount: "65", taxes: "-35" });
    expect(await reckonInvestments(dividend)).toEqual(["10 EUR: -65 100 0 -35"]);
  });

  test("one that is reinvested brings what came in its place", async () => {
    const kept = investment("dividendReinvestment", { ...priced, currency: "USD", amount: "1", taxes: "-4" });
    expect(await reckonInvestments(kept)).toEqual(["10 USD: -1 100 0 -4"]);
    const unpriced = { ...kept, price: null };
    expect(await reckonInvestments(unpriced)).toEqual(["10 USD: -1 0 0 -4 without 1"]);
  });

  test("a split moves nothing, and a delivery what it is worth where that is told", async () => {
    const split = investment("stockSplit", { ...euros, quantity: "90" });
    expect(await reckonInvestments(split)).toEqual(["10 EUR: 0 0 0 0"]);
    const received = investment("receiveFreeOfPayment", { ...priced, currency: null });
    expect(await reckonInvestments(received)).toEqual(["10 USD: 95 0 0 0"]);
    const bonds = {
      quantity: "-1000",
      price: "98.5",
      priceType: "percentage",
      priceCurrency: "CHF",
    } as const;
    const delivered = investment("deliveryFreeOfPayment", bonds);
    expect(await reckonInvestments(delivered)).toEqual(["10 CHF: -985 0 0 0"]);
    expect(await reckonInvestments({ ...received, price: null })).toEqual(["10 USD: null 0 0 0 without 1"]);
  });

  test("a trade of which no sum is told, and a word that nobody knows, leave the day unknown", async () => {
    const known = investment("buy", { ...euros, amount: "-5" });
    expect(await reckonInvestments(known, investment("buy", euros))).toEqual([
      "10 EUR: null 0 0 0 without 1",
    ]);
    expect(await reckonInvestments(investment("airdrop", { ...euros, amount: "5" }))).toEqual([
      "10 EUR: null 0 0 0 without 1",
    ]);
  });

  test("the money of several instruments moved at once is counted with the first", async () => {
    const [first, second] = [
      investment("redemption", { ...euros, transactionId: "t1", quantity: "-5000", amount: "12" }),
      investment("redemption", { transactionId: "t1/2", quantity: "40", instrumentCurrency: "EUR" }),
    ];
    expect(await reckonInvestments(first, second)).toEqual(["10 EUR: -12 0 0 0"]);
    expect(await reckonInvestments(second)).toEqual(["10 EUR: null 0 0 0 without 1"]);
  });

  test("the holder's own money is told by the balance, and what is pending has not happened", async () => {
    const inflow = investment("inflowCash", { ...euros, amount: "500" });
    const pending = investment("buy", { ...euros, amount: "-5", status: "pending" });
    expect(await reckonInvestments(inflow, pending)).toEqual([]);
  });
});

const anyDay = fc.integer({ min: 1, max: 31 }).map((day) => `2026-03-${String(day).padStart(2, "0")}`);
const anyPayment = fc.record({
  day: anyDay,
  amount: fc
    .tuple(fc.integer(), fc.integer({ min: 0, max: 99 }))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, "0")}`),
  currency: fc.constantFrom("EUR", "CHF"),
  code: fc.constantFrom(
    null,
    "ACMT-MCOP-INTR",
    "ACMT-MDOP-FEES",
    "ACMT-MDOP-TAXE",
    "PMNT-RCDT-ESCT",
    "dividendCash",
  ),
});
const anyPayments = fc
  .array(anyPayment, { maxLength: 40 })
  .map((all) =>
    all.map(({ day, amount, currency, code }) =>
      payment(day, amount, { currency, bankTransactionCode: code }),
    ),
  );

describe("whatever the payments are", () => {
  test("the sums of the days are the sum of the entries", async () => {
    await fc.assert(
      fc.asyncProperty(anyPayments, async (payments) => {
        const { records } = await reckon(payments);
        for (const currency of ["EUR", "CHF"]) {
          const cells = records
            .filter((row) => row.currency === currency)
            .flatMap(({ flow, income, fees, taxes }) => [flow, income, fees, taxes]);
          const told = payments.filter((one) => one.currency === currency).map(({ amount }) => amount);
          const sum = (texts: readonly (string | null)[]) =>
            texts.reduce((total, text) => total.plus(exact(text ?? "0")), zero).toFixed();
          expect(sum(cells)).toBe(sum(told));
        }
      }),
    );
  });

  test("their order makes no difference", async () => {
    const orders = anyPayments.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        expect((await reckon(other)).records).toEqual((await reckon(one)).records);
      }),
    );
  });

  test("where a month is cut makes no difference", async () => {
    await fc.assert(
      fc.asyncProperty(anyPayments, anyDay, async (payments, cut) => {
        const whole = await reckon(payments);
        const before = payments.filter(({ bookingDate }) => (bookingDate ?? "") < cut);
        const after = payments.filter(({ bookingDate }) => (bookingDate ?? "") >= cut);
        const parts = [await reckon(before, { to: cut }), await reckon(after, { from: cut })];
        const stored = (all: typeof parts) =>
          all.map((one) => ({ ...one, chunkId: newId("rch"), version: 1 }));
        expect(flowsOf(stored(parts))).toEqual(flowsOf(stored([whole])));
        expect(parts.flatMap(({ records }) => records)).toEqual(whole.records);
      }),
    );
  });
});

test("a day that is told again takes the place of what was told of it, in all its currencies", () => {
  const kept = [valueOn("2026-03-01", "1"), valueOn("2026-03-02", "2", "CHF"), valueOn("2026-03-02", "3")];
  const told = [valueOn("2026-03-02", "4")];
  expect(withDay(kept, told)).toEqual([valueOn("2026-03-01", "1"), valueOn("2026-03-02", "4")]);
  expect(withDay(withDay(kept, told), told)).toEqual(withDay(kept, told));
});
