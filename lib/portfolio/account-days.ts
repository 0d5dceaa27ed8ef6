import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Rate } from "#lib/rates/rate-table.ts";
import type { DayFlow } from "#lib/valuation/movements.ts";
import type { DayValue } from "#lib/valuation/series.ts";
import { dayNumber, dayOfNumber } from "./days.ts";
import type { Missing, MissingReason } from "./figure.ts";
import type { AccountHistory } from "./history.ts";
import type { RatesInto } from "./rates-into.ts";
import { settlementDays } from "./time-weighted.ts";
import { unexplained } from "./unexplained.ts";

/** What an account was worth at the end of a day, or why that is not known. */
export type Worth =
  | {
      readonly kind: "known";
      readonly amount: Exact;
      /** The day of which it is: an earlier one where it was carried over. */
      readonly on: number;
      readonly rates: readonly Rate[];
    }
  | { readonly kind: "unknown"; readonly missing: Missing };

export const movementParts = ["flow", "income", "fees", "taxes"] as const;
export type MovementPart = (typeof movementParts)[number];

/** What moved on one day. A part of which anything is not known counts nothing and says what is missing. */
export interface Moved {
  readonly day: number;
  readonly amounts: Readonly<Record<MovementPart, Exact>>;
  readonly missing: Readonly<Record<MovementPart, Missing | null>>;
  /** The parts of the flow that came from other currencies, and that went into others (negative). */
  readonly exchanged: { readonly came: Exact; readonly went: Exact };
  /** The flow is inferred from two balances, because the entries do not explain the second. */
  readonly isInferred: boolean;
}

/** Both days included. */
interface Days {
  readonly from: number;
  readonly to: number;
}

/** One account's days in one currency, with the share that counts. Days are numbers, see `days.ts`. */
export class AccountDays {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly leftOn: number | null;
  /** The first day on which its worth is known; `null` where there is none. */
  readonly first: number | null;
  /** Days of which its worth was told or counted, ascending. */
  readonly exactDays: readonly number[];
  /** Ascending. */
  readonly moved: readonly Moved[];
  /** Days on which instruments came from nothing or went to nothing, and no flow near them says from where or to where. */
  readonly unexplainedDays: readonly number[];
  readonly #share: Exact | null;
  readonly #rates: RatesInto;
  readonly #told: readonly Days[];
  readonly #values: ReadonlyMap<number, DayValue>;
  readonly #days: readonly number[];
  readonly #movedOnDays: ReadonlySet<number>;
  readonly #worth = new Map<number, Worth>();

  constructor(history: AccountHistory, rates: RatesInto) {
    this.accountId = history.accountId;
    this.institutionId = history.institutionId;
    this.leftOn = history.leftOn === null ? null : dayNumber(history.leftOn);
    this.#share = history.share === null ? null : exact(history.share);
    this.#rates = rates;
    this.#told = merged(history.told.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) })));
    this.#values = new Map(history.values.map((value) => [dayNumber(value.day), value]));
    this.moved = this.#reckonMovements(history);
    this.#movedOnDays = new Set(this.moved.map(({ day }) => day));
    this.#days = [...this.#values.keys()].sort((one, other) => one - other);
    this.exactDays = this.#days.filter((day) => this.isExactOn(day));
    this.first = this.exactDays[0] ?? null;
    this.unexplainedDays = history.isMoney ? [] : this.#turnsWithoutFlow();
  }

  worthOn(day: number): Worth {
    const known = this.#worth.get(day);
    if (known) return known;
    const worth = this.#reckonWorth(day);
    this.#worth.set(day, worth);
    return worth;
  }

  /** Whether its worth at the end of that very day is known. */
  isExactOn(day: number): boolean {
    const worth = this.worthOn(day);
    return worth.kind === "known" && worth.on === day;
  }

  /** Whether it counts at the end of a day: on the day that it left it no longer does. */
  isIn(day: number): boolean {
    return this.first !== null && this.first <= day && (this.leftOn === null || day < this.leftOn);
  }

  /** The first of these days, both ends included, whose entries were not told; `null` where all were. */
  firstUntold(from: number, to: number): number | null {
    if (from > to) return null;
    const span = this.#told.find((one) => one.from <= from && from <= one.to);
    if (!span) return from;
    return span.to >= to ? null : span.to + 1;
  }

  /** Why it is left out of what needs its worth: what the newest day lacks. */
  get lack(): Missing {
    const last = this.#days.at(-1);
    const worth = last === undefined ? null : this.worthOn(last);
    if (worth?.kind === "unknown" && worth.missing.reason !== "noHistory") return worth.missing;
    return { reason: "noHistory", accountId: this.accountId, what: null };
  }

  missing(reason: MissingReason, day: number, what: string | null = null): Missing {
    return { reason, accountId: this.accountId, what, day: dayOfNumber(day) };
  }

  #reckonWorth(day: number): Worth {
    const held = this.#values.get(day);
    if (!held) return { kind: "unknown", missing: this.missing("noHistory", day) };
    if (held.values === null) return { kind: "unknown", missing: this.missing("noValue", day) };
    const on = this.#toldOn(day);
    if (on === null) return { kind: "unknown", missing: this.missing("noHistory", day) };
    let amount = zero;
    const rates: Rate[] = [];
    for (const [currency, own] of held.values) {
      if (own.isZero()) continue;
      const found = this.#rates(currency, day);
      if (found === null) return { kind: "unknown", missing: this.missing("noRate", day, currency) };
      amount = amount.plus(found.rate === null ? own : own.times(found.by));
      if (found.rate !== null) rates.push(found.rate);
    }
    return { kind: "known", amount: this.#shared(amount), on, rates };
  }

  #turnsWithoutFlow(): readonly number[] {
    const isNothing = (day: number): boolean => {
      const worth = this.worthOn(day);
      return worth.kind === "known" && worth.amount.isZero();
    };
    const flowDays = this.moved.flatMap(({ day, amounts, missing }) =>
      amounts.flow.isZero() && missing.flow === null ? [] : [day],
    );
    return this.exactDays.filter((day, at) => {
      const before = this.exactDays[at - 1];
      if (before === undefined || isNothing(before) === isNothing(day)) return false;
      return !flowDays.some((one) => one > before - settlementDays && one <= day + settlementDays);
    });
  }

  #shared(amount: Exact): Exact {
    return this.#share === null ? amount : amount.times(this.#share);
  }

  /** The day that a value is of; `null` where it was carried over a day on which something moved. */
  #toldOn(day: number): number | null {
    let on = day;
    while (this.#values.get(on)?.by === "carried") {
      if (this.#movedOnDays.has(on)) return null;
      on--;
    }
    return this.#values.has(on) ? on : null;
  }

  #reckonMovements({ flows, values, isMoney }: AccountHistory): readonly Moved[] {
    const inferred = isMoney
      ? unexplained(values, flows, (from, to) => this.firstUntold(from, to) === null)
      : new Map<number, ReadonlyMap<string, Exact>>();
    const rows = Map.groupBy(flows, ({ day }) => dayNumber(day));
    const days = [...new Set([...rows.keys(), ...inferred.keys()])].sort((one, other) => one - other);
    return days.map((day) => this.#movedOn(day, rows.get(day) ?? [], inferred.get(day)));
  }

  #movedOn(day: number, rows: readonly DayFlow[], inferred: ReadonlyMap<string, Exact> | undefined): Moved {
    const amounts = { flow: zero, income: zero, fees: zero, taxes: zero };
    const missing: Record<MovementPart, Missing | null> = {
      ...{ flow: null, income: null, fees: null, taxes: null },
    };
    const add = (part: MovementPart, currency: string, own: Exact | null): void => {
      if (own?.isZero()) return;
      const found = this.#rates(currency, day);
      if (own === null) missing[part] ??= this.missing("noFlow", day);
      else if (found === null) missing[part] ??= this.missing("noRate", day, currency);
      else amounts[part] = amounts[part].plus(this.#shared(own.times(found.by)));
    };
    const exchanged = { came: zero, went: zero };
    for (const row of rows) {
      const found = this.#rates(row.currency, day);
      const side = row.exchanged.isNegative() ? "went" : "came";
      if (found !== null) exchanged[side] = exchanged[side].plus(this.#shared(row.exchanged.times(found.by)));
      for (const part of movementParts) add(part, row.currency, row[part]);
      if (row.unknown > 0 && row.flow !== null) add("income", row.currency, null);
      if (row.unknown > 0 && row.flow === null) {
        for (const part of movementParts) add(part, row.currency, null);
      }
    }
    for (const [currency, own] of inferred ?? []) add("flow", currency, own);
    return { day, amounts, missing, exchanged, isInferred: inferred !== undefined };
  }
}

/** Spans that touch or overlap are one. */
function merged(spans: readonly Days[]): readonly Days[] {
  const found: Days[] = [];
  for (const span of spans.toSorted((one, other) => one.from - other.from)) {
    const last = found.at(-1);
    if (last && span.from <= last.to + 1)
      found[found.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else found.push(span);
  }
  return found;
}
