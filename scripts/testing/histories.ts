import { Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import { addDays } from "#lib/portfolio/days.ts";
import type { AccountHistory } from "#lib/portfolio/history.ts";
import type { Day, RateTable } from "#lib/rates/rate-table.ts";
import type { DayFlow } from "#lib/valuation/movements.ts";
import type { DayValue } from "#lib/valuation/series.ts";

/** An account's identifier for a test, the same every time. */
export const accountNumber = (number: number): AccountId =>
  `acc_00000000-0000-4000-8000-${String(number).padStart(12, "0")}` as AccountId;

/** Rates that never change, each in euros for one unit. */
export function constantRates(inEuros: Readonly<Record<string, string>>): RateTable {
  const worth = new Map([
    ["EUR", exact("1")],
    ...Object.entries(inEuros).map(([to, text]) => [to, exact(text)] as const),
  ]);
  return {
    source: "a test",
    currencies: [...worth.keys()].sort(),
    newestDay: "2026-01-01",
    rateOn(from, to, day) {
      const [one, other] = [worth.get(from), worth.get(to)];
      return one && other ? { from, to, value: one.dividedBy(other), day, isStale: false } : null;
    },
  };
}

/** Rates of days: a currency's worth in euros from each day on. */
export function changingRates(inEuros: Readonly<Record<string, Readonly<Record<Day, string>>>>): RateTable {
  const worthOn = (currency: string, day: Day): Exact | null => {
    if (currency === "EUR") return new Exact(1);
    const last = Object.keys(inEuros[currency] ?? {})
      .sort()
      .findLast((one) => one <= day);
    return last === undefined ? null : exact(inEuros[currency]?.[last] ?? "");
  };
  return {
    ...{ source: "a test", currencies: ["EUR", ...Object.keys(inEuros)].sort(), newestDay: null },
    rateOn(from, to, day) {
      const [one, other] = [worthOn(from, day), worthOn(to, day)];
      return one && other ? { from, to, value: one.dividedBy(other), day, isStale: false } : null;
    },
  };
}

export interface Told {
  readonly number?: number;
  readonly institutionId?: string;
  readonly currency?: string;
  readonly share?: string | null;
  readonly isMoney?: boolean;
  /** `null` is a day whose value is not known; a `~` before the amount makes it a value that was carried over. */
  readonly values: Readonly<Record<Day, string | null>>;
  readonly flows?: Readonly<Record<Day, string | null>>;
  /** The part of the flows of a day that was changed from or into another currency. */
  readonly exchanged?: Readonly<Record<Day, string>>;
  readonly income?: Readonly<Record<Day, string>>;
  readonly fees?: Readonly<Record<Day, string>>;
  readonly taxes?: Readonly<Record<Day, string>>;
  /** The days whose entries were told: all by default. */
  readonly told?: AccountHistory["told"];
  readonly leftOn?: Day;
}

/** An account's history in one currency. */
export function historyOf(given: Told): AccountHistory {
  const { number = 1, institutionId = "a-bank", currency = "EUR", share = null, isMoney = false } = given;
  const days = new Set(
    [given.flows, given.income, given.fees, given.taxes].flatMap((one) => Object.keys(one ?? {})),
  );
  return {
    ...{ accountId: accountNumber(number), institutionId, share, isMoney },
    values: Object.entries(given.values).map(([day, text]) => heldOn(day, currency, text)),
    flows: [...days].sort().map((day) => flowOf(day, currency, given)),
    told: given.told ?? [{ from: "1990-01-01", to: "2099-12-31" }],
    leftOn: given.leftOn ?? null,
  };
}

function heldOn(day: Day, currency: string, text: string | null): DayValue {
  if (text === null) return { day, values: null, by: null };
  const by = text.startsWith("~") ? "carried" : "told";
  return { day, values: new Map([[currency, exact(text.replace("~", ""))]]), by };
}

function flowOf(day: Day, currency: string, { flows, exchanged, income, fees, taxes }: Told): DayFlow {
  const flow = flows?.[day];
  const of = (part: Readonly<Record<Day, string>> | undefined): Exact => exact(part?.[day] ?? "0");
  return {
    ...{ day, currency },
    flow: flow === undefined ? zero : flow === null ? null : exact(flow),
    exchanged: of(exchanged),
    ...{ income: of(income), fees: of(fees), taxes: of(taxes) },
    unknown: flow === null ? 1 : 0,
  };
}

/** Amounts by day, one after the other. */
export const daily = (first: Day, amounts: readonly string[]): Readonly<Record<Day, string>> =>
  Object.fromEntries(amounts.map((amount, at) => [addDays(first, at), amount]));
