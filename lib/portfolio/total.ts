import { type Exact, zero } from "#lib/kernel/decimal.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { Rate } from "#lib/rates/rate-table.ts";
import { type Figure, type Mark, type Missing, marks, missingReasons, type Source } from "./figure.ts";

/** Adds figures up in one currency: what is known is summed, what is not is named. */
export class Total {
  readonly currency: Currency;
  #amount: Exact = zero;
  #asOf: Date | null = null;
  #hasWorth = false;
  readonly #sources = new Collected<Source>();
  readonly #rates = new Collected<Rate>();
  readonly #marks = new Collected<Mark>();
  readonly #missing = new Map<string, Missing>();

  constructor(currency: Currency) {
    this.currency = currency;
  }

  add(figure: Figure<Money>): void {
    if (figure.kind === "unavailable") {
      for (const one of figure.missing) this.lack(one);
      return;
    }
    this.#count(figure.value, figure.asOf);
    this.#sources.add(figure.sources);
    this.#rates.add(figure.rates);
    this.#marks.add(figure.marks);
  }

  /** Everything of another, known or not. */
  addAll(other: Total): void {
    this.#hasWorth ||= other.#hasWorth;
    if (other.#asOf !== null) this.#count({ amount: other.#amount, currency: other.currency }, other.#asOf);
    this.#sources.add(other.#sources.all);
    this.#rates.add(other.#rates.all);
    this.#marks.add(other.#marks.all);
    for (const [key, missing] of other.#missing) this.#missing.set(key, missing);
  }

  /** Something that belongs to it and is not there. */
  lack(missing: Missing): void {
    const { reason, accountId, what, data, day } = missing;
    this.#missing.set(JSON.stringify([accountId, missingReasons.indexOf(reason), data, what, day]), missing);
  }

  /** What is not in it, in an order of its own, whichever way it was added. */
  get missing(): readonly Missing[] {
    return [...this.#missing].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, missing]) => missing);
  }

  /** Nothing belongs to it, known or not. */
  get isEmpty(): boolean {
    return this.#asOf === null && this.#missing.size === 0;
  }

  /** What is known of it, as a number to compare by; `null` where nothing is. */
  get amount(): Exact | null {
    return this.#knownAsOf === null ? null : this.#amount;
  }

  /** The sum of what is known; unavailable where nothing of it is. */
  get known(): Figure<Money> {
    const asOf = this.#knownAsOf;
    if (asOf === null) return { kind: "unavailable", missing: this.missing };
    return {
      kind: "known",
      value: { amount: this.#amount, currency: this.currency },
      asOf,
      sources: [...this.#sources.all].sort(bySource),
      marks: marks.filter((mark) => this.#marks.all.has(mark)),
      rates: [...this.#rates.all].sort(byRate),
    };
  }

  /** The sum where all of it is known. */
  get whole(): Figure<Money> {
    return this.#missing.size === 0 ? this.known : { kind: "unavailable", missing: this.missing };
  }

  /** Noughts beside something that is missing would make a nought of it. */
  get #knownAsOf(): Date | null {
    return this.#hasWorth || this.#missing.size === 0 ? this.#asOf : null;
  }

  #count({ amount, currency }: Money, asOf: Date): void {
    if (currency !== this.currency)
      throw new RangeError(`cannot add ${currency} to ${this.currency} without a rate`);
    if (!amount.isZero()) {
      this.#amount = this.#amount.plus(amount);
      this.#hasWorth = true;
    }
    if (this.#asOf === null || asOf < this.#asOf) this.#asOf = asOf;
  }
}

/** Each thing once. Figures that were told at once share their list, which is looked at once. */
class Collected<T> {
  readonly all = new Set<T>();
  #last: Iterable<T> | null = null;

  add(things: Iterable<T>): void {
    if (things === this.#last) return;
    this.#last = things;
    for (const one of things) this.all.add(one);
  }
}

/** All of them together: known where each is. Of none there is no sum. */
export function sum(figures: readonly Figure<Money>[], currency: Currency): Figure<Money> {
  const total = new Total(currency);
  for (const figure of figures) total.add(figure);
  return total.whole;
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const bySource = (one: Source, other: Source): number =>
  order(one.accountId, other.accountId) || one.asOf.getTime() - other.asOf.getTime();

const byRate = (one: Rate, other: Rate): number => order(one.from, other.from) || order(one.day, other.day);
