import { currencyPlaces, formatCountry, formatCurrency } from "#lib/kernel/format.ts";
import type { ExportRow, ExportTable } from "./export-table.ts";
import { type ExportWords, totalCells } from "./export-words.ts";
import { assetClasses, type Dimension, dimensions, type RateView, type WealthView } from "./wealth-view.ts";

/** How what is owned is divided, in every way that the pages show. */
export function allocationTable({ parts, base }: WealthView, words: ExportWords): ExportTable {
  const { t, wealth } = words;
  const text = (key: "by" | "name" | "base" | "marks" | "missing" | "rates", width: number) => ({
    ...{ key, title: t(`column.${key}`), type: "text" as const, width },
  });
  return {
    title: t("table.allocation"),
    columns: [
      ...[text("by", 14), text("name", 34)],
      { key: "value", title: t("column.value"), type: "decimal", width: 16, places: currencyPlaces(base) },
      text("base", 10),
      { key: "weight", title: t("column.weight"), type: "decimal", width: 10 },
      { key: "asOf", title: t("column.asOf"), type: "time", width: 16 },
      ...[text("marks", 16), text("missing", 28), text("rates", 0)],
    ],
    rows: dimensions.flatMap((by) =>
      parts[by].map(
        ({ key, value, weight }): ExportRow => ({
          cells: {
            ...{
              by: wealth(`by.${by}`),
              name: partName(by, key, words),
              ...totalCells(value, words),
              weight,
            },
          },
        }),
      ),
    ),
  };
}

function partName(by: Dimension, key: string | null, words: ExportWords): string {
  const { wealth, locale } = words;
  if (key === null) return wealth(by === "custodian" ? "parts.noBank" : "parts.notTold");
  switch (by) {
    case "custodian":
      return words.bankOf(key);
    case "account":
      return `${words.bankOfAccount(key) ?? ""} ${words.accountOf(key)}`.trim();
    case "class": {
      const known = assetClasses.find((one) => one === key);
      return known ? wealth(`classes.${known}`) : key;
    }
    case "currency":
      return `${key}, ${formatCurrency(locale, key)}`;
    case "region":
      return formatCountry(locale, key);
    case "issuer":
      return key;
  }
}

/** Every rate that anything was converted by, with its day. */
export function ratesTable(rates: readonly RateView[], { t, wealth }: ExportWords): ExportTable {
  const unique = new Map(rates.map((rate) => [[rate.from, rate.to, rate.day].join(" "), rate]));
  return {
    title: t("table.rates"),
    columns: [
      { key: "from", title: t("column.from"), type: "text", width: 10 },
      { key: "rate", title: t("column.rate"), type: "decimal", width: 14 },
      { key: "to", title: t("column.to"), type: "text", width: 10 },
      { key: "day", title: t("column.day"), type: "date", width: 14 },
      { key: "marks", title: t("column.marks"), type: "text", width: 20 },
    ],
    rows: [...unique.values()].map(({ from, to, value, day, isStale }) => ({
      cells: { from, to, rate: value, day, marks: isStale ? wealth("marks.staleRate") : null },
    })),
  };
}
