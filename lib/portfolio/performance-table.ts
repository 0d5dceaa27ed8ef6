import { decimalText, exact } from "#lib/kernel/decimal.ts";
import { currencyPlaces, formatDate } from "#lib/kernel/format.ts";
import type { ExportRow, ExportTable, LeftOut } from "./export-table.ts";
import { type ExportWords, figureCells } from "./export-words.ts";
import type { PerformanceView, RateOfReturnView } from "./wealth-view.ts";

const sums = ["begin", "paidIn", "takenOut", "gain", "end", "income", "fees", "taxes"] as const;
const rates = ["timeWeighted", "moneyWeighted"] as const;

/** What is left out, then both returns in per cent and the money beside them, each with why it is not there where it is not. */
export function performanceTable(
  performance: PerformanceView,
  leftOut: readonly LeftOut[],
  words: ExportWords,
): ExportTable {
  const { t } = words;
  const text = (key: "line" | "what" | "unit" | "marks" | "missing" | "rates", width: number) => ({
    ...{ key, title: t(`column.${key}`), type: "text" as const, width },
  });
  return {
    title: t("what.performance"),
    columns: [
      ...[text("line", 10), text("what", 34)],
      {
        key: "value",
        title: t("column.value"),
        type: "decimal",
        width: 16,
        places: currencyPlaces(performance.base),
      },
      text("unit", 8),
      { key: "asOf", title: t("column.asOf"), type: "time", width: 16 },
      ...[text("marks", 18), text("missing", 34), text("rates", 0)],
    ],
    rows: rowsOf(performance, leftOut, words),
  };
}

function* rowsOf(
  performance: PerformanceView,
  leftOut: readonly LeftOut[],
  words: ExportWords,
): Generator<ExportRow> {
  const { t, wealth, locale } = words;
  for (const { term: what, text: missing } of leftOut)
    yield { cells: { line: t("line.notInIt"), what, missing } };
  for (const key of rates) yield* rateRows(performance[key], wealth(`performance.${key}`), words);
  for (const key of sums) {
    const { base: unit, ...cells } = figureCells(performance[key], words);
    yield { cells: { line: t("line.sum"), what: wealth(`performance.sums.${key}`), ...cells, unit } };
  }
  for (const { accountId, day } of performance.joined) {
    const account = words.accountOf(accountId);
    const date = formatDate(locale, day);
    yield {
      cells: {
        line: t("line.account"),
        what: account,
        marks: wealth("performance.joined", { account, date }),
      },
    };
  }
  for (const one of performance.missing)
    yield { cells: { line: t("line.notInIt"), missing: words.missing([one]) } };
}

function* rateRows(rate: RateOfReturnView, what: string, words: ExportWords): Generator<ExportRow> {
  const { wealth } = words;
  const line = words.t("line.rate");
  switch (rate.kind) {
    case "known": {
      const marks = rate.isEstimated ? wealth("performance.estimated") : null;
      const paused = wealth("performance.withoutCapital", { count: rate.withoutCapital.length });
      const missing = rate.withoutCapital.length > 0 ? paused : null;
      yield {
        cells: { line, what, value: percentOf(rate.value), unit: "%", marks, missing },
        isStrong: true,
      };
      if (rate.perYear === null) return;
      const perYear = wealth("performance.perYear", { rate: what });
      yield { cells: { line, what: perYear, value: percentOf(rate.perYear), unit: "%", marks } };
      return;
    }
    case "severalSolutions": {
      const values = rate.values.map((value) => `${percentOf(value)} %`).join(", ");
      yield {
        cells: { line, what, missing: wealth("performance.severalSolutions", { values }) },
        isStrong: true,
      };
      return;
    }
    case "unavailable":
      yield { cells: { line, what, missing: words.missing(rate.missing) }, isStrong: true };
      return;
    default:
      yield { cells: { line, what, missing: wealth(`performance.${rate.kind}`) }, isStrong: true };
  }
}

/** 0.0512 is 5.12. */
const percentOf = (fraction: string): string => decimalText(exact(fraction).times(100));
