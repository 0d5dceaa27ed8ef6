import { currencyPlaces, formatMoney } from "#lib/kernel/format.ts";
import type { ExportColumn, ExportRow, ExportTable, LeftOut } from "./export-table.ts";
import { type ExportWords, figureCells, listed, shareWords, totalCells } from "./export-words.ts";
import type {
  HeldView,
  InstrumentView,
  ManualAssetView,
  TotalView,
  WealthAccountView,
  WealthView,
} from "./wealth-view.ts";

type Key =
  | ("line" | "bank" | "account" | "name" | "isin" | "class" | "quantity" | "counted" | "price" | "priceIn")
  | ("priceDay" | "own" | "ownCurrency" | "accrued" | "cost" | "costCurrency" | "value" | "base" | "weight")
  | ("asOf" | "marks" | "missing" | "rates");
type Row = ExportRow<Key>;

/** What is left out, then what is held, account by account beneath the totals: every line says what it is, of which bank and as of when. */
export function holdingsTable(
  wealth: WealthView,
  leftOut: readonly LeftOut[],
  words: ExportWords,
): ExportTable {
  return {
    title: words.t("table.holdings"),
    columns: columnsOf(wealth.base, words),
    rows: rowsOf(wealth, leftOut, words),
  };
}

function columnsOf(base: string, { t }: ExportWords): readonly ExportColumn<Key>[] {
  const text = (key: Key, width = 0) => ({ key, title: t(`column.${key}`), type: "text" as const, width });
  const decimal = (key: Key, width: number, places?: number) => ({
    ...{ key, title: t(`column.${key}`), type: "decimal" as const, width },
    ...(places === undefined ? {} : { places }),
  });
  return [
    ...[text("line"), text("bank"), text("account"), text("name", 26), text("isin", 13), text("class")],
    ...[decimal("quantity", 10), text("counted"), decimal("price", 10), text("priceIn", 6)],
    { key: "priceDay", title: t("column.priceDay"), type: "date", width: 0 },
    ...[decimal("own", 12), text("ownCurrency", 6), decimal("accrued", 0)],
    ...[decimal("cost", 0), text("costCurrency"), decimal("value", 13, currencyPlaces(base)), text("base")],
    decimal("weight", 7),
    { key: "asOf", title: t("column.asOf"), type: "time", width: 12 },
    ...[text("marks", 12), text("missing", 20), text("rates")],
  ];
}

function* rowsOf(wealth: WealthView, leftOut: readonly LeftOut[], words: ExportWords): Generator<Row> {
  for (const { term: name, text: missing } of leftOut)
    yield { cells: { line: words.t("line.notInIt"), name, missing } };
  for (const key of ["netWorth", "owned", "owed"] as const)
    yield totalRow(wealth[key], words.wealth(key), words);
  const heldIn = Map.groupBy(
    wealth.instruments.flatMap((instrument) => instrument.held.map((held) => ({ instrument, held }))),
    ({ held }) => held.accountId,
  );
  for (const accounts of Map.groupBy(wealth.accounts, ({ institutionId }) => institutionId).values())
    for (const account of accounts) {
      yield* accountRows(account, words);
      const own = (heldIn.get(account.id) ?? []).toSorted((one, other) => one.held.place - other.held.place);
      for (const each of own) yield heldRow(each, account, words);
    }
  for (const asset of wealth.manualAssets) yield manualRow(asset, words);
}

const totalRow = (total: TotalView, name: string, words: ExportWords): Row => ({
  cells: { line: words.t("line.total"), name, ...totalCells(total, words) },
  isStrong: true,
});

/** What it counts; where the bank has it in several currencies, a line for each as the bank says it. */
function* accountRows(account: WealthAccountView, words: ExportWords): Generator<Row> {
  const { id, institutionId, own, value, weight } = account;
  const place = { bank: words.bankOf(institutionId), account: words.accountOf(id) };
  const name = `${place.bank}, ${place.account}`;
  const cells = totalCells(value, words);
  const [only] = own.length === 1 ? own : [];
  yield {
    cells: {
      ...{ line: words.t("line.account"), ...place, name, ...cells, weight },
      marks: listed([cells.marks, shareWords(account, words)], "; "),
      ...(only ? { own: only.amount, ownCurrency: only.currency } : {}),
    },
    isStrong: true,
  };
  if (own.length < 2) return;
  for (const { amount, currency } of own)
    yield {
      cells: {
        line: words.t("line.ofAccount"),
        ...place,
        name: currency,
        own: amount,
        ownCurrency: currency,
      },
    };
}

interface HeldHere {
  readonly instrument: InstrumentView;
  readonly held: HeldView;
}

function heldRow({ instrument, held }: HeldHere, account: WealthAccountView, words: ExportWords): Row {
  const { t, wealth, locale } = words;
  const { price, marketValue, accruedInterest, cost, difference } = held;
  const counted = figureCells(held.value, words);
  const apart = difference && wealth("held.difference", { amount: formatMoney(locale, difference) });
  return {
    cells: {
      ...{ line: t("line.investment"), bank: words.bankOf(account.institutionId) },
      account: words.accountOf(account.id),
      name: instrument.name ?? instrument.identification ?? wealth("instrumentUnnamed"),
      ...{ isin: instrument.isin, class: wealth(`classes.${instrument.class}`) },
      ...{ quantity: held.quantity, counted: t(held.isNominal ? "nominal" : "units") },
      price: price && (price.kind === "percent" ? price.of : price.amount.amount),
      priceIn: price && (price.kind === "percent" ? "%" : price.amount.currency),
      priceDay: held.priceDay,
      ...{ own: marketValue?.amount ?? null, ownCurrency: marketValue?.currency ?? null },
      accrued: accruedInterest?.amount ?? null,
      ...(cost.kind === "known" ? { cost: cost.value.amount, costCurrency: cost.value.currency } : {}),
      ...counted,
      asOf: counted.asOf ?? account.data.find(({ data }) => data === "positions")?.asOf ?? null,
      marks: listed([counted.marks, apart], "; "),
    },
  };
}

const manualRow = ({ name, kind, own, value, valuedOn }: ManualAssetView, words: ExportWords): Row => ({
  cells: {
    ...{ line: words.t("line.manual"), name, class: words.wealth(`manual.kinds.${kind}`) },
    ...{ own: own.amount, ownCurrency: own.currency, ...figureCells(value, words), asOf: valuedOn },
  },
});
