import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { Currency } from "#lib/kernel/money.ts";
import type { Rate } from "#lib/rates/rate-table.ts";
import { horizonsAt } from "./book-horizons.ts";
import {
  type AccountSummary,
  type Amounts,
  amountsIn,
  type BookSummary,
  bookParts,
  type PartSummary,
} from "./book-summary.ts";
import type { BookHorizon } from "./book-view.ts";
import { dayNumber } from "./days.ts";
import { marks as inOrder, type Mark, type MissingReason, missingReasons } from "./figure.ts";
import type { RatesInto } from "./rates-into.ts";
import { staleAfterMs } from "./to-holdings.ts";

/** A part with the days of which it tells, which another summary may count from another day. */
export interface DatedPart extends PartSummary {
  readonly days: BookSummary["days"];
}

export interface MergedAccount extends Pick<AccountSummary, "id" | "isDebt" | "holdsInstruments"> {
  readonly balances?: DatedPart;
  readonly positions?: DatedPart;
  readonly liabilities?: DatedPart;
}

type Merging = { -readonly [Name in keyof MergedAccount]: MergedAccount[Name] };

/**
 * What several summaries of one investor say together: whoever is a recipient in person and as one of the firm sees
 * each part of each account once, as it was told last.
 */
export function mergeSummaries(summaries: readonly BookSummary[]): readonly MergedAccount[] {
  const merged = new Map<string, Merging>();
  for (const { accounts, days } of summaries) {
    for (const account of accounts) {
      const { id, isDebt, holdsInstruments } = account;
      const before = merged.get(id);
      const into: Merging = before ?? { id, isDebt, holdsInstruments };
      if (!before) merged.set(id, into);
      into.holdsInstruments ||= holdsInstruments;
      for (const name of bookParts) {
        const part = account[name];
        if (part && isNewer(part, into[name])) into[name] = { ...part, days };
      }
    }
  }
  return [...merged.values()];
}

const isNewer = (part: PartSummary, before: PartSummary | undefined): boolean =>
  before === undefined || (part.asOf ?? "") > (before.asOf ?? "");

/** The parts of an account that count: what is owed is told by its own list, else by the balance, and never by both. */
function countedOf(account: MergedAccount): readonly (DatedPart | null)[] {
  const { balances, positions, liabilities, isDebt, holdsInstruments } = account;
  if (isDebt) return [liabilities?.asOf ? liabilities : (balances ?? liabilities ?? null)];
  return holdsInstruments ? [balances ?? null, positions ?? null] : [balances ?? null];
}

/** A sum in one currency while it is made. */
export class BookTotal {
  #amount: Exact = zero;
  #asOf: string | null = null;
  #hasWorth = false;
  readonly marks = new Set<Mark>();
  readonly rates = new Map<string, Rate>();
  readonly missing = new Map<MissingReason, number>();

  lack(reason: MissingReason, count = 1): void {
    this.missing.set(reason, (this.missing.get(reason) ?? 0) + count);
  }

  get amount(): Exact {
    return this.#amount;
  }

  /**
   * The oldest of what is in it; `null` where nothing of it is known. Noughts beside something that is missing would
   * make a nought of it.
   */
  get asOf(): string | null {
    return this.#hasWorth || this.missing.size === 0 ? this.#asOf : null;
  }

  /** Something in it is known as of then. */
  tellOf(asOf: string): void {
    if (this.#asOf === null || asOf < this.#asOf) this.#asOf = asOf;
  }

  add(amount: Exact): void {
    this.#amount = this.#amount.plus(amount);
    this.#hasWorth ||= !amount.isZero();
  }

  addAll(other: BookTotal): void {
    this.#amount = this.#amount.plus(other.#amount);
    this.#hasWorth ||= other.#hasWorth;
    if (other.#asOf !== null) this.tellOf(other.#asOf);
    for (const mark of other.marks) this.marks.add(mark);
    for (const [key, rate] of other.rates) this.rates.set(key, rate);
    for (const [reason, count] of other.missing) this.lack(reason, count);
  }

  get isWhole(): boolean {
    return this.asOf !== null && this.missing.size === 0;
  }

  get markList(): readonly Mark[] {
    return inOrder.filter((mark) => this.marks.has(mark));
  }

  get missingList(): readonly (readonly [MissingReason, number])[] {
    return missingReasons.flatMap((reason) => {
      const count = this.missing.get(reason);
      return count === undefined ? [] : [[reason, count] as const];
    });
  }
}

export interface Reckoner {
  readonly base: Currency;
  readonly ratesOf: RatesInto;
  readonly now: Date;
}

/** What a client's accounts are worth together, by the rates of the days of which the banks told it. */
export function worthOf(accounts: readonly MergedAccount[], reckoner: Reckoner): BookTotal {
  const total = new BookTotal();
  const own = new Own();
  for (const part of accounts.flatMap(countedOf)) {
    if (part === null) {
      total.lack("notConsented");
      continue;
    }
    for (const [reason, count] of part.missing) total.lack(reason, count);
    if (part.asOf === null) continue;
    total.tellOf(part.asOf);
    for (const mark of part.marks) total.marks.add(mark);
    if (reckoner.now.getTime() - Date.parse(part.asOf) > staleAfterMs) total.marks.add("stale");
    own.add(part.sums, part.asOf);
  }
  own.addTo(total, reckoner);
  return total;
}

/** A summary of yesterday tells of the day before: as much is let pass between two readings, and no more. */
function isOf(day: string, horizon: BookHorizon, now: Date): boolean {
  const behind = dayNumber(horizonsAt(now)[horizon]) - dayNumber(day);
  return behind === 0 || behind === 1;
}

/**
 * The same at the end of the day that a change is counted from; `null` where not all of it is known, or where it is of
 * another day than the change is called after.
 */
export function earlierValue(
  accounts: readonly MergedAccount[],
  horizon: BookHorizon,
  reckoner: Reckoner,
): BookTotal | null {
  const total = new BookTotal();
  const own = new Own();
  for (const part of accounts.flatMap(countedOf)) {
    const amounts = part?.before[horizon] ?? null;
    if (part === null || amounts === null || !isOf(part.days[horizon], horizon, reckoner.now)) return null;
    total.tellOf(part.days[horizon]);
    own.add(amounts, part.days[horizon]);
  }
  own.addTo(total, reckoner);
  return total.isWhole ? total : null;
}

/** By currency and day: what is of one day is added up before it is converted. */
class Own {
  readonly #sums = new Map<string, { currency: Currency; day: string; amount: Exact }>();

  add(amounts: Amounts, asOf: string): void {
    const day = asOf.slice(0, 10);
    for (const [currency, text] of amountsIn(amounts)) {
      const key = currency + day;
      const before = this.#sums.get(key);
      if (before) before.amount = before.amount.plus(text);
      else this.#sums.set(key, { currency, day, amount: exact(text) });
    }
  }

  /** Into one currency. Nothing is nothing in any of them. */
  addTo(total: BookTotal, { base, ratesOf }: Reckoner): void {
    for (const { currency, day, amount } of this.#sums.values()) {
      if (amount.isZero()) continue;
      const found = currency === base ? null : ratesOf(currency, dayNumber(day));
      if (currency !== base && found === null) total.lack("noRate");
      else total.add(found ? amount.times(found.by) : amount);
      if (!found?.rate) continue;
      total.rates.set(`${currency} ${found.rate.day}`, found.rate);
      if (found.rate.isStale) total.marks.add("staleRate");
    }
  }
}
