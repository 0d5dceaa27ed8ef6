import { Exact, zero } from "#lib/kernel/decimal.ts";
import { type AccountDays, type Moved, type MovementPart, movementParts } from "./account-days.ts";
import type { Missing } from "./figure.ts";
import type { Stretch } from "./stretch.ts";
import type { Flow } from "./time-weighted.ts";

/** A sum over a stretch of days, and what would be needed to know all of it. */
export interface Sum {
  readonly amount: Exact;
  readonly missing: readonly Missing[];
}

/** What moved in a stretch of days. What went from one of the accounts to another on the same day has cancelled. */
export interface Movements {
  /** By day; of unknown flows there is none, and `missing` names them. */
  readonly flows: readonly Flow[];
  readonly missing: readonly Missing[];
  /** Income, fees and taxes, by day. */
  readonly earned: readonly Flow[];
  readonly sums: Readonly<Record<Exclude<MovementPart, "flow">, Sum>>;
  /** A flow was inferred from two balances. */
  readonly isInferred: boolean;
}

/**
 * What moved after the stretch's beginning. An account that is known only from a later day on comes in on that day with
 * what it is worth then (GIPS 2020, glossary: an external cash flow is cash, securities or assets that enter or leave),
 * and one that leaves goes out with its last worth. Neither had a part in that day.
 */
export function movementsOf({ begin, end, accounts }: Stretch): Movements {
  const days = new Days();
  for (const account of accounts) {
    const from = Math.max(begin, account.first ?? begin);
    const to = Math.min(end, account.leftOn ?? end);
    addTold(days, account, from, to);
    if (from > begin) addWhole(days, account, from, 1);
    if (account.leftOn !== null && account.leftOn <= end) addWhole(days, account, to, -1);
  }
  return days.result();
}

function addTold(days: Days, account: AccountDays, from: number, to: number): void {
  const worth = account.worthOn(to);
  // What was carried over is of an earlier day, and nothing that came later is needed to explain it.
  const untold = account.firstUntold(from + 1, worth.kind === "known" ? Math.max(from, worth.on) : to);
  if (untold !== null) {
    const missing = account.missing("noFlow", untold);
    for (const part of movementParts) days.lack(part, missing);
  }
  for (const day of account.unexplainedDays) {
    if (from < day && day <= to) days.lack("flow", account.missing("noFlow", day));
  }
  for (const moved of account.moved) {
    if (moved.day <= from || moved.day > to) continue;
    days.isInferred ||= moved.isInferred;
    days.exchange(account.institutionId, moved);
    for (const part of movementParts) {
      days.add(part, moved.day, moved.amounts[part]);
      const missing = moved.missing[part];
      if (missing !== null) days.lack(part, missing);
    }
  }
}

function addWhole(days: Days, account: AccountDays, day: number, sign: 1 | -1): void {
  const worth = account.worthOn(day);
  if (worth.kind === "unknown") days.lack("flow", worth.missing);
  else days.addAtEnd(day, worth.amount.times(sign));
}

/** Adds up by day. */
class Days {
  isInferred = false;
  readonly #sums: Record<MovementPart, Map<number, Exact>> = {
    ...{ flow: new Map(), income: new Map(), fees: new Map(), taxes: new Map() },
  };
  readonly #missing: Record<MovementPart, Missing[]> = { flow: [], income: [], fees: [], taxes: [] };
  readonly #atEnd: Flow[] = [];
  /** By day and institution. */
  readonly #exchanged = new Map<string, Pick<Moved, "day" | "exchanged">>();

  add(part: MovementPart, day: number, amount: Exact): void {
    if (amount.isZero()) return;
    this.#sums[part].set(day, (this.#sums[part].get(day) ?? zero).plus(amount));
  }

  addAtEnd(day: number, amount: Exact): void {
    if (!amount.isZero()) this.#atEnd.push({ day, amount, isAtEnd: true });
  }

  lack(part: MovementPart, missing: Missing): void {
    this.#missing[part].push(missing);
  }

  exchange(institutionId: string, { day, exchanged: { came, went } }: Moved): void {
    if (came.isZero() && went.isZero()) return;
    const key = `${day} ${institutionId}`;
    const before = this.#exchanged.get(key)?.exchanged ?? { came: zero, went: zero };
    const exchanged = { came: before.came.plus(came), went: before.went.plus(went) };
    this.#exchanged.set(key, { day, exchanged });
  }

  result(): Movements {
    for (const { day, exchanged } of this.#exchanged.values()) this.add("flow", day, costOf(exchanged));
    const sumOf = (part: MovementPart): Sum => ({
      amount: [...this.#sums[part].values()].reduce((sum, amount) => sum.plus(amount), zero),
      missing: this.#missing[part],
    });
    const { income, fees, taxes } = this.#sums;
    return {
      flows: [...flowsOf(this.#sums.flow), ...this.#atEnd].sort(byDay),
      missing: this.#missing.flow,
      earned: [income, fees, taxes].flatMap(flowsOf).sort(byDay),
      sums: { income: sumOf("income"), fees: sumOf("fees"), taxes: sumOf("taxes") },
      isInferred: this.isInferred,
    };
  }
}

/** No bank asks for so much, and no two reference rates of one day lie so far from the one that was paid. */
const mostCost = 0.1;

/**
 * What has to be taken off the flows where both sides of an exchange are among the accounts of an institution: what is
 * between them at the day's rate is what the exchange cost or brought. A side whose other is elsewhere is a flow.
 */
function costOf({ came, went }: Moved["exchanged"]): Exact {
  const between = came.plus(went);
  const isBothSides = between.abs().lessThanOrEqualTo(Exact.min(came, went.negated()).times(mostCost));
  return isBothSides ? between.negated() : zero;
}

const byDay = (one: Flow, other: Flow): number => one.day - other.day;

/**
 * What comes in is there from the day's beginning and what goes out is there to its end, so that neither an account
 * that is filled nor one that is emptied shows a day's gain or loss that nobody had.
 */
const flowsOf = (days: ReadonlyMap<number, Exact>): readonly Flow[] =>
  [...days]
    .filter(([, amount]) => !amount.isZero())
    .map(([day, amount]) => ({ day, amount, isAtEnd: amount.isNegative() }));
