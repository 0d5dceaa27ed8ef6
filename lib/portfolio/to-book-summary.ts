import type { AccountId } from "#lib/kernel/id.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import { cellOf } from "#lib/valuation/amounts.ts";
import { addDays } from "#lib/valuation/day.ts";
import { seriesOf } from "#lib/valuation/series.ts";
import { moneyOf } from "./account-parts.ts";
import { horizonsAt } from "./book-horizons.ts";
import {
  type AccountSummary,
  type Amounts,
  amountsText,
  type BookPart,
  type BookSummary,
  bookParts,
  type PartSummary,
} from "./book-summary.ts";
import { debtsOf } from "./debts.ts";
import { type Figure, marks as inOrder, type Mark, type MissingReason } from "./figure.ts";
import { heldIn } from "./held.ts";
import type { AccountHoldings, Holdings, Told } from "./holdings.ts";
import { instrumentReader, type ReadInstrument } from "./instrument.ts";
import { notThere, type Reading } from "./reading.ts";
import { Total } from "./total.ts";

export interface Summarised {
  /** Of one recipient. */
  readonly holdings: Holdings;
  /** What was reckoned of the same accounts and may be seen by the same recipient. */
  readonly valuations: readonly ValuationChunk[];
  /** How many kinds of data of how many accounts were granted. */
  readonly granted: number;
}

/** The same figures as those of the consolidated view, each part of each account for itself. */
export function toBookSummary({ holdings, valuations, granted }: Summarised): BookSummary {
  const today = holdings.now.toISOString().slice(0, 10);
  const days = horizonsAt(holdings.now);
  const lastDay = addDays(today, 1);
  const instrumentOf = instrumentReader();
  const of = (id: AccountId) => valuations.filter(({ accountId }) => accountId === id);
  return {
    days,
    granted,
    accounts: holdings.accounts.map((account): AccountSummary => {
      const reading: Reading = { account, lastDay, isJoint: false };
      const isDebt = account.kind === "card" || account.kind === "loan";
      const parts = bookParts.flatMap((part) => {
        const told = account[part];
        if (told === null || (told.kind === "unavailable" && told.why === "notConsented")) return [];
        const figures = figuresOf(part, reading, told, instrumentOf);
        const earlier = before(account, part, of(account.accountId), { days, today, asOf: asOfDay(told) });
        return [[part, toPart(told, figures, earlier)] as const];
      });
      return {
        ...{ id: account.accountId, isDebt, holdsInstruments: account.positions !== null },
        ...Object.fromEntries(parts),
      };
    }),
  };
}

function figuresOf(
  part: BookPart,
  reading: Reading,
  told: Told<unknown>,
  instrumentOf: ReadInstrument,
): readonly Figure<Money>[] {
  const { account } = reading;
  if (told.kind === "unavailable") return [notThere(account, told, part)];
  if (part === "liabilities" && account.liabilities?.kind === "known") {
    return debtsOf(reading, account.liabilities).map(({ figure }) => figure);
  }
  if (part === "positions" && account.positions?.kind === "known") {
    return heldIn(reading, account.positions, instrumentOf).flatMap(({ figures: { clean, accrued } }) => {
      if (accrued === null || clean.kind === "unavailable") return [clean];
      return accrued.kind === "unavailable" ? [accrued] : [clean, accrued];
    });
  }
  // For itself, as if nothing were told of what is owed: which of the two counts is said by who adds up.
  return moneyOf({ ...reading, account: { ...account, liabilities: null } }).map(({ figure }) => figure);
}

function toPart(
  told: Told<unknown>,
  figures: readonly Figure<Money>[],
  earlier: PartSummary["before"],
): PartSummary {
  const totals = new Map<string, Total>();
  const missing = new Map<MissingReason, number>();
  const marks = new Set<Mark>();
  const lack = (reason: MissingReason) => missing.set(reason, (missing.get(reason) ?? 0) + 1);
  for (const figure of figures) {
    if (figure.kind === "unavailable") {
      for (const { reason } of figure.missing) lack(reason);
      continue;
    }
    const { currency } = figure.value;
    const total = totals.get(currency) ?? new Total(currency);
    totals.set(currency, total);
    total.add(figure);
    for (const mark of figure.marks) marks.add(mark);
  }
  const cells = [...totals].sort(byCurrency).flatMap(([currency, { amount }]) => {
    const cell = amount && cellOf(amount);
    if (!cell) lack("invalid");
    return cell ? [[currency, cell] as const] : [];
  });
  if (told.kind === "known" && told.hasFailedSince) marks.add("failed");
  return {
    asOf: told.kind === "known" ? told.asOf.toISOString() : null,
    sums: amountsText(cells),
    missing: [...missing].sort(byCurrency),
    marks: inOrder.filter((mark) => marks.has(mark)),
    before: earlier,
  };
}

/** The day of the reading; `null` where there was none. */
const asOfDay = (told: Told<unknown>): string | null =>
  told.kind === "known" ? told.asOf.toISOString().slice(0, 10) : null;

/**
 * What the bank told of those days and no more: entries belong to another kind of data, which need not be granted. Where
 * nothing was read since such a day, the value of that day is the one of now, and between them no change is known.
 */
function before(
  { kind }: AccountHoldings,
  part: BookPart,
  valuations: readonly ValuationChunk[],
  {
    days,
    today,
    asOf,
  }: { readonly days: BookSummary["days"]; readonly today: string; readonly asOf: string | null },
): PartSummary["before"] {
  const chunks = valuations.filter(({ cluster }) => cluster === part);
  const values = new Map(seriesOf({ kind, chunks }, today).map((one) => [one.day, one.values]));
  const on = (day: string): Amounts | null => {
    const found = asOf === null || asOf <= day ? null : values.get(day);
    if (!found) return null;
    const cells = [...found].sort(byCurrency).map(([currency, value]) => [currency, cellOf(value)] as const);
    const known = cells.flatMap(([currency, cell]) => (cell === null ? [] : [[currency, cell] as const]));
    return known.length === cells.length ? amountsText(known) : null;
  };
  return { day: on(days.day), month: on(days.month), year: on(days.year) };
}

const byCurrency = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0;

/** The oldest of what it is made of. */
export function asOfOf({ accounts }: BookSummary, now: Date): Date {
  const times = accounts.flatMap((account) =>
    bookParts.flatMap((part) => Date.parse(account[part]?.asOf ?? "") || []),
  );
  return new Date(Math.min(now.getTime(), ...times));
}

/** From which day on valuations are needed: a few more than the oldest, of which a value may be carried over. */
export const firstDayNeeded = (now: Date): string =>
  addDays(
    [addDays(now.toISOString().slice(0, 10), -30), `${now.getUTCFullYear()}-01-01`].sort()[0] as string,
    -7,
  );
