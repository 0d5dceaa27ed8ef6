import fc from "fast-check";
import { expect, test } from "vitest";
import { severalCurrencies } from "#lib/aspsp/records.ts";
import { type Exact, zero } from "#lib/kernel/decimal.ts";
import { newId } from "#lib/kernel/id.ts";
import type { Money } from "#lib/kernel/money.ts";
import { moneyOf } from "#lib/portfolio/account-parts.ts";
import type { Figure } from "#lib/portfolio/figure.ts";
import { heldIn } from "#lib/portfolio/held.ts";
import type { AccountHoldings, Told } from "#lib/portfolio/holdings.ts";
import type { RecordOf, ValuationRow } from "#lib/records/shapes.ts";
import { position } from "#scripts/testing/valuations.ts";
import { valueSnapshot } from "./value-snapshot.ts";

const readOn = "2026-03-10";
const asOf = new Date(`${readOn}T04:00:00Z`);
const nothing = { kind: "unavailable", why: "notConsented" } as const;
const told = <T>(records: readonly T[]): Extract<Told<T>, { kind: "known" }> => ({
  ...{ kind: "known", records, asOf, isStale: false, hasFailedSince: false },
});
const reading = (more: Partial<AccountHoldings>) => ({
  account: {
    ...{ accountId: newId("acc"), institutionId: "bank", kind: "current", currency: null, share: null },
    ...{ identity: nothing, balances: nothing, positions: null, liabilities: null, ...more },
  } as AccountHoldings,
  lastDay: "2026-03-11",
  isJoint: false,
});

/** By currency, of all that is known; nothing where any part of the whole is not. */
function summed(figures: readonly Figure<Money>[]): Record<string, string> | "unknown" {
  const sums = new Map<string, Exact>();
  for (const figure of figures) {
    if (figure.kind === "unavailable") return "unknown";
    const { currency, amount } = figure.value;
    sums.set(currency, (sums.get(currency) ?? zero).plus(amount));
  }
  return Object.fromEntries([...sums].sort().map(([currency, sum]) => [currency, sum.toFixed()]));
}

function valued(rows: readonly ValuationRow[]): Record<string, string> | "unknown" {
  if (rows.some(({ value }) => value === null)) return "unknown";
  const held = rows.filter(({ currency }) => currency !== severalCurrencies);
  return Object.fromEntries(held.map(({ currency, value }) => [currency, value as string]));
}

const amount = fc.constantFrom("0", "1.50", "-2", "1000000000000000.25");
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 4 });
const currency = fc.constantFrom("EUR", "CHF");
const date = maybe(fc.constantFrom("2026-03-09", readOn, "2026-03-12"));

const anyPosition = fc
  .record({
    positionId: maybe(fc.constantFrom("p1", "p2", "p3")),
    positionDate: date,
    instrumentType: maybe(fc.constantFrom("share", "mortgage")),
    quantityType: fc.constantFrom("unit", "faceAmount"),
    quantity: fc.constantFrom("0", "3", "-0.125"),
    priceType: maybe(fc.constantFrom("amount", "percentage")),
    price: maybe(amount),
    priceDate: date,
    priceCurrency: maybe(currency),
    instrumentCurrency: maybe(currency),
    currency: maybe(currency),
    marketValue: maybe(amount),
    accruedInterest: maybe(amount),
    accruedInterestCurrency: maybe(currency),
  })
  .map((some) => position(some as Partial<RecordOf<"positions">>));

test("positions are worth what the page of wealth says", () => {
  fc.assert(
    fc.property(fc.array(anyPosition, { maxLength: 4 }), (records) => {
      const held = heldIn(reading({ kind: "custody" }), told(records), () => ({}) as never);
      const figures = held.flatMap(({ figures: { clean, accrued } }) =>
        accrued ? [clean, accrued] : [clean],
      );
      expect(valued(valueSnapshot({ cluster: "positions", records }, readOn))).toEqual(summed(figures));
    }),
    { numRuns: 3_000 },
  );
});

const anyBalance = fc.record({
  balanceType: fc.constantFrom("closingBooked", "interimBooked", "interimAvailable", "HOLS"),
  amount,
  currency,
  referenceDate: date,
});

test("balances are worth what the page of wealth says, but for what is only expected", () => {
  fc.assert(
    fc.property(fc.array(anyBalance, { minLength: 1, maxLength: 4 }), (records) => {
      const figures = moneyOf(reading({ balances: told(records), positions: nothing })).map(
        ({ figure }) => figure,
      );
      expect(valued(valueSnapshot({ cluster: "balances", records }, readOn))).toEqual(summed(figures));
    }),
    { numRuns: 1_000 },
  );
});

const anyDebt = fc
  .record({ outstanding: maybe(amount), currency, referenceDate: date, name: fc.constantFrom("a", "b") })
  .map(
    (some): RecordOf<"liabilities"> => ({
      ...{ liabilityType: "loan", creditLimit: null, interestRate: null, maturityDate: null, ...some },
    }),
  );

test("debts are owed as the page of wealth says", () => {
  fc.assert(
    fc.property(fc.array(anyDebt, { minLength: 1, maxLength: 4 }), (records) => {
      const figures = moneyOf(reading({ kind: "loan", liabilities: told(records) })).map(
        ({ figure }) => figure,
      );
      expect(valued(valueSnapshot({ cluster: "liabilities", records }, readOn))).toEqual(summed(figures));
    }),
    { numRuns: 1_000 },
  );
});
