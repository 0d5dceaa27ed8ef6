import { formatDate, formatDateTime } from "#lib/kernel/format.ts";
import { allocationTable, ratesTable } from "./allocation-table.ts";
import { entriesTable } from "./entries-table.ts";
import type { ExportDocument, ExportKind, LeftOut } from "./export-table.ts";
import type { ExportWords } from "./export-words.ts";
import { holdingsTable } from "./holdings-table.ts";
import { performanceTable } from "./performance-table.ts";
import type { EntryReading } from "./read-own-stretches.ts";
import type { FigureView, PerformanceView, RateView, WealthView } from "./wealth-view.ts";

/** What is said of a file beside what is in it. */
export interface ExportFrame {
  readonly words: ExportWords;
  /** Whose wealth it is; `null` where the person was erased. */
  readonly name: string | null;
  readonly madeAt: Date;
  readonly rateSource: string;
  /** Accounts that their bank does not name any more. */
  readonly gone: number;
  /** Accounts that the reader is not shown. */
  readonly hidden: number;
}

export function holdingsDocument(wealth: WealthView, frame: ExportFrame): ExportDocument {
  const { words } = frame;
  const totals = [wealth.netWorth, wealth.owned, wealth.owed, ...wealth.accounts.map(({ value }) => value)];
  return {
    ...frameOf("holdings", frame, [wealth.base]),
    tables: [
      holdingsTable(wealth, leftOut("holdings", frame), words),
      allocationTable(wealth, words),
      ratesTable(ratesIn(totals.map(({ figure }) => figure)), words),
    ],
  };
}

export function performanceDocument(performance: PerformanceView, frame: ExportFrame): ExportDocument {
  const { words } = frame;
  const { base, from, to, begin, end, paidIn, takenOut, income, fees, taxes } = performance;
  const period = words.wealth("performance.period", {
    from: formatDate(words.locale, from),
    to: formatDate(words.locale, to),
  });
  const rates = ratesIn([begin, end, paidIn, takenOut, income, fees, taxes]);
  return {
    ...frameOf("performance", frame, [base], [{ term: words.t("fact.period"), text: period }]),
    tables: [performanceTable(performance, leftOut("performance", frame), words), ratesTable(rates, words)],
  };
}

export function entriesDocument({ stretches, missing }: EntryReading, frame: ExportFrame): ExportDocument {
  const table = entriesTable(stretches, { missing, leftOut: leftOut("entries", frame) }, frame.words);
  return { ...frameOf("entries", frame, []), tables: [table] };
}

/** It stands in the table itself as well: a form that has but one table would keep it to itself. */
function leftOut(kind: ExportKind, { words: { t }, gone, hidden }: ExportFrame): readonly LeftOut[] {
  const isGone = t(kind === "entries" ? "goneEntries" : "gone", { count: gone });
  return [
    ...(hidden > 0 ? [{ term: t("fact.hidden"), text: t("hidden", { count: hidden }) }] : []),
    ...(gone > 0 ? [{ term: t("fact.gone"), text: isGone }] : []),
  ];
}

const ratesIn = (figures: readonly FigureView[]): readonly RateView[] =>
  figures.flatMap((figure) => (figure.kind === "known" ? figure.rates : []));

function frameOf(
  kind: ExportKind,
  frame: ExportFrame,
  [base]: readonly string[],
  more: ExportDocument["facts"] = [],
): Omit<ExportDocument, "tables"> {
  const { words, name, madeAt, rateSource } = frame;
  const { t, wealth, locale } = words;
  const facts = [
    { term: t("fact.of"), text: name ?? t("nobody") },
    { term: t("fact.madeAt"), text: formatDateTime(locale, madeAt.toISOString()) },
    ...more,
    ...(base === undefined
      ? []
      : [
          { term: t("fact.base"), text: base },
          { term: t("fact.rates"), text: wealth("rates.source", { source: rateSource }) },
        ]),
    ...leftOut(kind, frame),
    { term: t("fact.notKnown"), text: t("emptyCells") },
  ];
  const title = t("heading", { what: t(`what.${kind}`), name: name ?? t("nobody") });
  return { locale, kind, title, madeAt, facts };
}
