import { translator } from "#lib/i18n/messages.ts";
import { decimalText, exact } from "#lib/kernel/decimal.ts";
import { currencyPlaces, formatDateTime } from "#lib/kernel/format.ts";
import { ratesTable } from "./allocation-table.ts";
import { type BookClient, rowView } from "./book-clients.ts";
import { bookTotal, valueView } from "./book-total.ts";
import { type MergedAccount, type Reckoner, worthOf } from "./book-value.ts";
import type { BookFactsView, BookHorizon, BookValueView, ChangeView, MissingCountView } from "./book-view.ts";
import type { ExportColumn, ExportDocument, ExportRow } from "./export-table.ts";
import { type ExportWords, listed } from "./export-words.ts";
import { stateOf } from "./narrow-book.ts";
import { sortLines } from "./sort-book.ts";

/** What is said of the file beside what is in it. */
export interface BookFrame {
  readonly words: ExportWords;
  /** Whose book it is. */
  readonly name: string;
  readonly madeAt: Date;
  readonly rateSource: string;
  readonly over: BookHorizon;
}

type Key =
  | ("line" | "client" | "bank" | "account" | "value" | "base" | "asOf" | "marks" | "missing")
  | ("change" | "changeShare" | "consent" | "consentEnds" | "read" | "todo");
type Row = ExportRow<Key>;
type Book = ReturnType<typeof bookWords>;

const bookWords = (locale: ExportWords["locale"]) => translator(locale, "book");

/** All clients in the order of their names, each with its accounts beneath: every line says as of when, of which bank and how old. */
export function bookDocument(
  clients: readonly BookClient[],
  reckoner: Reckoner,
  frame: BookFrame,
): ExportDocument {
  const { words, name, madeAt, rateSource, over } = frame;
  const { t, locale } = words;
  const { base } = reckoner;
  const book = bookWords(locale);
  const all = bookTotal(
    clients.map(({ made }) => made),
    base,
  );
  return {
    ...{ locale, kind: "book", madeAt, title: t("heading", { what: t("what.book"), name }) },
    facts: [
      { term: t("fact.of"), text: name },
      { term: t("fact.madeAt"), text: formatDateTime(locale, madeAt.toISOString()) },
      { term: t("fact.base"), text: base },
      { term: t("fact.rates"), text: words.wealth("rates.source", { source: rateSource }) },
      { term: t("fact.change"), text: book(`over.${over}`) },
      { term: t("fact.notKnown"), text: t("emptyCells") },
    ],
    tables: [
      { title: t("table.book"), columns: columnsOf(base, words), rows: rowsOf(clients, reckoner, words) },
      ratesTable(all.rates, words),
    ],
  };
}

function columnsOf(base: string, { t }: ExportWords): readonly ExportColumn<Key>[] {
  const text = (key: Key, width: number) => ({
    ...{ key, title: t(`column.${key}`), type: "text" as const, width },
  });
  const places = currencyPlaces(base);
  return [
    ...[text("line", 0), text("client", 20), text("bank", 16), text("account", 13)],
    { key: "value", title: t("column.value"), type: "decimal", width: 14, places },
    text("base", 6),
    { key: "asOf", title: t("column.asOf"), type: "time", width: 13 },
    ...[text("marks", 10), text("missing", 18)],
    { key: "change", title: t("column.change"), type: "decimal", width: 12, places },
    { key: "changeShare", title: t("column.changeShare"), type: "decimal", width: 0 },
    text("consent", 0),
    { key: "consentEnds", title: t("column.consentEnds"), type: "time", width: 12 },
    { key: "read", title: t("column.read"), type: "time", width: 0 },
    text("todo", 14),
  ];
}

function* rowsOf(clients: readonly BookClient[], reckoner: Reckoner, words: ExportWords): Generator<Row> {
  const { base } = reckoner;
  const book = bookWords(words.locale);
  const all = bookTotal(
    clients.map(({ made }) => made),
    base,
  );
  const total = {
    ...{ line: words.t("line.total"), ...valueCells(all.value, base, words, book) },
    ...changeCells(all.change),
  };
  yield { cells: total, isStrong: true };
  for (const client of sortLines(clients, { sort: "name", isDescending: false })) {
    yield clientRow(client, base, words, book);
    for (const account of client.accounts) yield accountRow(account, client.row, reckoner, words, book);
  }
}

function clientRow(client: BookClient, base: string, words: ExportWords, book: Book): Row {
  const { t } = words;
  const { accounts } = client;
  const row = rowView(client, base);
  const banks = new Set(accounts.flatMap(({ id }) => words.bankOfAccount(id) ?? []));
  const cells = valueCells(row.value, base, words, book);
  const hidden = row.hidden > 0 ? t("hidden", { count: row.hidden }) : null;
  return {
    cells: {
      ...{ line: t("line.client"), client: nameOf(row, words), bank: listed([...banks], "; ") },
      ...{ ...cells, missing: listed([cells.missing, hidden], "; ") },
      ...changeCells(row.change),
      consent: book(`states.${stateOf(row.consent)}`),
      ...{ consentEnds: row.consent.validUntil, read: row.readAt },
      todo: listed(
        row.todos.map((todo) => book(`todos.${todo}`)),
        "; ",
      ),
    },
    isStrong: true,
  };
}

function accountRow(
  account: MergedAccount,
  row: BookFactsView,
  reckoner: Reckoner,
  words: ExportWords,
  book: Book,
): Row {
  const worth = { kind: "made" as const, value: worthOf([account], reckoner), earlier: null, hidden: 0 };
  return {
    cells: {
      ...{ line: words.t("line.account"), client: nameOf(row, words) },
      ...{ bank: words.bankOfAccount(account.id), account: words.accountOf(account.id) },
      ...valueCells(valueView(worth, reckoner.base), reckoner.base, words, book),
    },
  };
}

const nameOf = ({ name }: BookFactsView, { t }: ExportWords): string => name ?? t("nobody");

type ValueCells = Readonly<Record<"value" | "base" | "asOf" | "marks" | "missing", string | null>>;

/** What is not known has no value, and says why. */
function valueCells(value: BookValueView, base: string, words: ExportWords, book: Book): ValueCells {
  const nothing = { value: null, base: null, asOf: null, marks: null };
  switch (value.kind) {
    case "nothingShared":
    case "workingOut":
      return { ...nothing, missing: book(value.kind) };
    case "unknown":
      return { ...nothing, missing: missingWords(value.missing, words, book) ?? book("unknown") };
    case "known":
      return {
        ...{ value: value.value.amount, base, asOf: value.asOf, marks: words.marks(value.marks) },
        missing: missingWords(value.missing, words, book),
      };
  }
}

const missingWords = (
  missing: readonly MissingCountView[],
  { wealth }: ExportWords,
  book: Book,
): string | null =>
  listed(
    missing.map(({ reason, count }) => book("missingOne", { why: wealth(`missing.${reason}`), count })),
    "; ",
  );

const changeCells = (change: ChangeView | null) => ({
  change: change?.amount.amount ?? null,
  changeShare: change?.fraction ? decimalText(exact(change.fraction).times(100)) : null,
});
