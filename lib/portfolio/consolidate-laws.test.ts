import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import {
  bond,
  booked,
  custody,
  holdingsOf,
  loan,
  moneyAccount,
  owed,
  type Position,
  pieces,
} from "#scripts/testing/holdings.ts";
import { independentTotals, isNear, type Units } from "#scripts/testing/independent-totals.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { consolidate } from "./consolidate.ts";
import type { AccountHoldings } from "./holdings.ts";
import type { FigureView, TotalView, WealthView } from "./wealth-view.ts";

const units: Units = { USD: "1.0872", CHF: "0.9381", GBP: "0.8379", JPY: "171.55" };
const rates = rateTableOf({ "2026-11-20": units });
const currencies = ["EUR", ...Object.keys(units)];
const isins = ["US0378331005", "CH0038863350", "DE0007164600", "ES0113900J37", "FR0000120271"];

const currency = fc.constantFrom(...currencies);
const isin = fc.constantFrom(...isins).chain((one) => fc.constantFrom(one, one.toLowerCase()));
/** Up to 10^15 with up to 20 decimals, as banks' texts. */
const decimal = (least: bigint, most: bigint): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.bigInt(least, most),
      fc.constantFrom("", ".5", ".05", ".125", ".00000000000000000001", ".99999999999999999999"),
    )
    .map(([whole, rest]) => `${whole}${rest}`);
const signed = decimal(-(10n ** 15n), 10n ** 15n);
const positive = decimal(1n, 10n ** 9n);
const share = fc.constantFrom(null, "1", "0.5", "0.3333", "0");

const valued: fc.Arbitrary<Position> = fc
  .tuple(isin, signed, signed, currency, fc.option(signed))
  .map(([one, quantity, marketValue, of, accruedInterest]) =>
    pieces(quantity, { isin: one, marketValue, currency: of, accruedInterest, instrumentType: "equity" }),
  );
const priced: fc.Arbitrary<Position> = fc
  .tuple(isin, signed, positive, currency)
  .map(([one, quantity, price, of]) =>
    pieces(quantity, { isin: one, price, priceType: "amount", priceCurrency: of, instrumentCurrency: of }),
  );
const nominal: fc.Arbitrary<Position> = fc
  .tuple(isin, signed, positive, currency)
  .map(([one, quantity, percent, of]) => bond(quantity, percent, of, { isin: one }));
const withoutValue: fc.Arbitrary<Position> = fc
  .tuple(isin, signed)
  .map(([one, quantity]) => pieces(quantity, { isin: one, name: "Untold" }));
const known = fc.oneof(valued, priced, nominal);
const anyPosition = fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: withoutValue });
const anyCurrency = fc.oneof(
  { weight: 9, arbitrary: currency },
  { weight: 1, arbitrary: fc.constant("XYZ") },
);

const institutionId = fc.constantFrom("retail", "private", "third");
const anyAccount: fc.Arbitrary<(name: string) => AccountHoldings> = fc.oneof(
  fc
    .tuple(fc.array(fc.tuple(signed, anyCurrency), { minLength: 1, maxLength: 3 }), institutionId, share)
    .map(([told, of, part]) => {
      const byCurrency = new Map(told.map(([amount, one]) => [one, booked(amount, one)]));
      return (name: string) =>
        moneyAccount(name, [...byCurrency.values()], { institutionId: of, share: part });
    }),
  fc.tuple(fc.array(anyPosition, { maxLength: 6 }), institutionId, share).map(
    ([rows, of, part]) =>
      (name: string) =>
        custody(name, rows, { institutionId: of, share: part }),
  ),
  fc.tuple(fc.option(signed), anyCurrency, institutionId, share).map(
    ([amount, of, at, part]) =>
      (name: string) =>
        loan(name, [owed(amount, of)], { institutionId: at, share: part }),
  ),
);
const anyAccounts = fc
  .array(anyAccount, { maxLength: 8 })
  .map((makers) => makers.map((make, at) => make(String(at).padStart(2, "0"))));
const base = fc.constantFrom("EUR", "CHF", "JPY");

const amountOf = (figure: FigureView): string | null =>
  figure.kind === "known" ? figure.value.amount : null;
const places = 7;
const runs = { numRuns: 300 };

describe("the totals", () => {
  test("are what another hand makes of the same accounts in whole numbers", () => {
    fc.assert(
      fc.property(anyAccounts, base, (accounts, to) => {
        const view = consolidate(holdingsOf(accounts), rates, to);
        const other = independentTotals(holdingsOf(accounts), units, to);
        const agrees = ({ figure }: TotalView, with_: Parameters<typeof isNear>[1] | undefined) => {
          const amount = amountOf(figure);
          expect(amount === null || isNear(amount, with_ ?? { over: 0n, under: 1n }, places)).toBe(true);
          if (with_ !== undefined && with_.over !== 0n) expect(amount).not.toBeNull();
        };
        agrees(view.netWorth, other.netWorth);
        agrees(view.owned, other.owned);
        agrees(view.owed, other.owed);
        for (const { id, value } of view.accounts) agrees(value, other.byAccount.get(id));
        for (const { key, value } of view.parts.custodian) agrees(value, other.byCustodian.get(key ?? ""));
        for (const one of view.instruments) agrees(one.value, other.byIsin.get(one.isin ?? ""));
        expect(view.netWorth.missing.length > 0).toBe(other.left > 0);
      }),
      runs,
    );
  });
});

/** Without what names an order: places, and the order of accounts of one value. */
const unordered = (view: WealthView): unknown => ({
  ...view,
  accounts: view.accounts.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
});

describe("a consolidated view", () => {
  test("is the same whatever the order of accounts, and of what they hold", () => {
    const shuffled = anyAccounts.chain((accounts) =>
      fc.tuple(fc.constant(accounts), fc.shuffledSubarray(accounts, { minLength: accounts.length })),
    );
    fc.assert(
      fc.property(shuffled, base, ([accounts, others], to) => {
        const [one, other] = [accounts, others].map((of) =>
          unordered(consolidate(holdingsOf(of), rates, to)),
        );
        expect(other).toEqual(one);
        const reversed = accounts.map(reverse);
        const turned = consolidate(holdingsOf(reversed), rates, to);
        const { netWorth, owned, owed: debts, parts } = consolidate(holdingsOf(accounts), rates, to);
        expect(turned).toMatchObject({ netWorth, owned, owed: debts, parts });
      }),
      runs,
    );
  });

  test("says the same total when an account is split into two", () => {
    const split = fc.tuple(
      anyAccounts,
      fc.array(anyPosition, { minLength: 2, maxLength: 6 }),
      share,
      base,
      fc.nat(),
    );
    fc.assert(
      fc.property(split, ([accounts, rows, part, to, at]) => {
        const cut = 1 + (at % (rows.length - 1));
        const of = (name: string, some: readonly Position[]) => custody(name, some, { share: part });
        const whole = consolidate(holdingsOf([...accounts, of("s", rows)]), rates, to);
        const two = [of("s1", rows.slice(0, cut)), of("s2", rows.slice(cut))];
        const halves = consolidate(holdingsOf([...accounts, ...two]), rates, to);
        for (const total of ["netWorth", "owned", "owed"] as const)
          expect(amountOf(halves[total].figure)).toBe(amountOf(whole[total].figure));
        for (const dimension of ["custodian", "class", "currency", "region", "issuer"] as const)
          expect(amounts(halves, dimension)).toEqual(amounts(whole, dimension));
        const instruments = ({ instruments: all }: WealthView) =>
          all.map(({ key, value }) => [key, amountOf(value.figure)]);
        expect(instruments(halves)).toEqual(instruments(whole));
      }),
      runs,
    );
  });

  test("rolls an instrument up to the sum of what is held of it, and all parts to what is owned", () => {
    fc.assert(
      fc.property(anyAccounts, base, (accounts, to) => {
        const view = consolidate(holdingsOf(accounts), rates, to);
        for (const { value, held } of view.instruments)
          sumsUpTo(
            held.map((one) => one.value),
            value.figure,
          );
        for (const parts of Object.values(view.parts))
          sumsUpTo(
            parts.map(({ value }) => value.figure),
            view.owned.figure,
          );
        const sides = [view.owned.figure, view.owed.figure];
        if (sides.every(({ kind }) => kind === "known")) sumsUpTo(sides, view.netWorth.figure);
      }),
      runs,
    );
  });

  test("has weights that make a hundred in every way of dividing", () => {
    fc.assert(
      fc.property(anyAccounts, base, (accounts, to) => {
        const view = consolidate(holdingsOf(accounts), rates, to);
        const owned = amountOf(view.owned.figure);
        for (const parts of Object.values(view.parts)) {
          const weights = parts.flatMap(({ weight }) => weight ?? []);
          if (owned === null || !exact(owned).greaterThan(0)) expect(weights).toEqual([]);
          else {
            const sum = weights.reduce((all, one) => all.plus(one), exact("0"));
            expect(sum.minus(100).abs().lessThanOrEqualTo(exact("0.005").times(weights.length))).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  test("keeps its known sum when something unknown is added, and names that", () => {
    fc.assert(
      fc.property(anyAccounts, base, withoutValue, (accounts, to, unknown) => {
        const before = consolidate(holdingsOf(accounts), rates, to);
        const after = consolidate(holdingsOf([...accounts, custody("unknown", [unknown])]), rates, to);
        const sum = amountOf(before.netWorth.figure);
        if (sum !== null && sum !== "0") expect(amountOf(after.netWorth.figure)).toBe(sum);
        if (sum === null) expect(after.netWorth.figure.kind).toBe("unavailable");
        const named = { reason: "noValue", accountId: "acc_unknown", what: unknown.isin };
        for (const total of [after.netWorth, after.owned]) expect(total.missing).toContainEqual(named);
        expect(after.owned.missing).toHaveLength(before.owned.missing.length + 1);
      }),
      runs,
    );
  });
});

function reverse(account: AccountHoldings): AccountHoldings {
  const { balances, positions } = account;
  return {
    ...account,
    balances: balances.kind === "known" ? { ...balances, records: balances.records.toReversed() } : balances,
    positions:
      positions?.kind === "known" ? { ...positions, records: positions.records.toReversed() } : positions,
  };
}

const amounts = (view: WealthView, dimension: keyof WealthView["parts"]) =>
  view.parts[dimension].map(({ key, value, weight }) => [key, amountOf(value.figure), weight]);

/** Each part is rounded by itself. Noughts beside something that is missing are no sum. */
function sumsUpTo(parts: readonly FigureView[], whole: FigureView): void {
  const known = parts.flatMap((part) => amountOf(part) ?? []);
  const sum = known.reduce((all, one) => all.plus(one), exact("0"));
  const rounding = exact("0.00000001").times(known.length + 1);
  const amount = amountOf(whole);
  if (amount === null) expect(known.every((one) => one === "0")).toBe(true);
  else expect(sum.minus(amount).abs().lessThanOrEqualTo(rounding)).toBe(true);
}
