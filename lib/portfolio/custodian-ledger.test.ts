import { describe, expect, test } from "vitest";
import { dayOf, isoOf } from "#sandbox/bank/family/days.ts";
import type { Entry } from "#sandbox/private-bank/books/entry.ts";
import { holdingsAt, type Ledger, ledgerOf } from "#sandbox/private-bank/books/ledger.ts";
import { accruedOn, worthOf } from "#sandbox/private-bank/books/trades.ts";
import { type Instrument, isDebt } from "#sandbox/private-bank/wealth/instrument.ts";
import { priceOf } from "#sandbox/private-bank/wealth/prices.ts";
import { relationships } from "#sandbox/private-bank/wealth/relationships.ts";
import { custodianHistories } from "#scripts/testing/custodian-history.ts";
import { constantRates } from "#scripts/testing/histories.ts";
import { amountOf } from "#scripts/testing/performances.ts";
import { performanceOf } from "./performance.ts";
import { netWorthSeries } from "./series.ts";
import { toWealthDays } from "./wealth-days.ts";

const today = dayOf("2026-11-20");
const begin = dayOf("2025-11-20");
const inEuros = { EUR: 1, CHF: 1.05, USD: 0.9, GBP: 1.15 };
const rates = constantRates({ CHF: "1.05", USD: "0.9", GBP: "1.15" });

const euros = (amount: bigint, currency: string): number =>
  (Number(amount) / 10_000) * inEuros[currency as keyof typeof inEuros];

function worthOfInstrument(instrument: Instrument, quantity: bigint, day: number, price?: bigint): bigint {
  const accrued = price === undefined && isDebt(instrument) ? accruedOn(instrument, quantity, day) : 0n;
  return worthOf(instrument, quantity, price ?? priceOf(instrument, day)) + accrued;
}

/** The bank's own books on one evening. */
const worthOn = (ledger: Ledger, day: number): number =>
  holdingsAt(ledger, day).reduce((sum, { instrument, account, quantity }) => {
    const worth = instrument ? worthOfInstrument(instrument, quantity, day) : quantity;
    return sum + euros(worth, instrument?.currency ?? account.currency);
  }, 0);

/** What its customer brought and took, money and instruments; nothing else is theirs to bring. */
function broughtIn({ entries }: Ledger): readonly number[] {
  const worthOfEntry = ({ day, movements }: Entry): number =>
    movements.reduce((sum, { instrument, account, quantity, price }) => {
      const worth = instrument ? worthOfInstrument(instrument, quantity, day, price) : quantity;
      return sum + euros(worth, instrument?.currency ?? account.currency);
    }, 0);
  return entries
    .filter(({ day }) => begin < day && day <= today)
    .filter(({ type }) => ["inflowCash", "outflowCash", "receiveFreeOfPayment"].includes(type))
    .map(worthOfEntry);
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

describe.each(relationships.slice(0, 4).map((relation) => [relation.key, relation] as const))(
  "a year of the invented private bank, customer %s",
  (_key, relation) => {
    const ledger = ledgerOf(relation, today);
    const days = custodianHistories(ledger, begin - 10).then((histories) =>
      toWealthDays(histories, rates, "EUR"),
    );
    const period = { from: isoOf(begin + 1), to: isoOf(today) };

    test("begins, ends, moves and gains as in the bank's own books, within five cents", async () => {
      const found = performanceOf(await days, period);
      const brought = broughtIn(ledger);
      const [before, after] = [worthOn(ledger, begin), worthOn(ledger, today)];
      expect(amountOf(found.begin)).toBeCloseTo(before, 1);
      expect(amountOf(found.end)).toBeCloseTo(after, 1);
      expect(amountOf(found.paidIn)).toBeCloseTo(sum(brought.filter((one) => one > 0)), 1);
      expect(amountOf(found.takenOut)).toBeCloseTo(-sum(brought.filter((one) => one < 0)), 1);
      expect(amountOf(found.gain)).toBeCloseTo(after - before - sum(brought), 1);
    });

    test("has both returns, near one another, as little was brought or taken", async () => {
      const { timeWeighted, moneyWeighted } = performanceOf(await days, period);
      const [one, other] = [timeWeighted, moneyWeighted].map((found) =>
        found.kind === "known" ? Number(found.value) : Number.NaN,
      );
      expect(Math.abs((one ?? 1) - (other ?? 0))).toBeLessThan(0.002);
    });

    test("is a line through the bank's own books of every workday", async () => {
      const { points } = netWorthSeries(await days, period);
      expect(points.length).toBe(today - begin);
      for (const { day, value } of points.filter((_, at) => at % 23 === 0)) {
        const isWeekend = [6, 0].includes((dayOf(day) + 4) % 7);
        if (!isWeekend) expect(Number(value)).toBeCloseTo(worthOn(ledger, dayOf(day)), 1);
      }
    });
  },
);
