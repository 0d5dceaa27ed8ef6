import { entryKinds } from "#lib/valuation/entry-kind.ts";
import type { ExportColumn, ExportRow, ExportTable, LeftOut } from "./export-table.ts";
import type { ExportWords } from "./export-words.ts";
import type { EntryView, MissingView } from "./wealth-view.ts";

/** A transaction and when its bank told it. */
export interface ToldEntry {
  readonly entry: EntryView;
  readonly asOf: Date;
}

/** Transactions as they come, a stretch at a time. One `cut` at the end: what may be shown was changed meanwhile. */
export type EntryStretches = AsyncIterable<readonly ToldEntry[] | "cut">;

type Key =
  | ("day" | "state" | "bank" | "account" | "class" | "name" | "text" | "quantity" | "amount" | "currency")
  | ("bankWord" | "reversal" | "asOf" | "missing");

interface Without {
  readonly missing: readonly MissingView[];
  readonly leftOut: readonly LeftOut[];
}

/** Transactions, the newest first. What is not among them is said before them, and that they were cut off after them. */
export function entriesTable(stretches: EntryStretches, without: Without, words: ExportWords): ExportTable {
  const { t } = words;
  const column = (key: Key, type: ExportColumn["type"] = "text") => ({
    ...{ key, title: t(`column.${key}`), type, width: 1 },
  });
  const columns = [
    ...[column("day", "date"), column("state"), column("bank"), column("account"), column("class")],
    ...[column("name"), column("text"), column("quantity", "decimal"), column("amount", "decimal")],
    ...[
      column("currency"),
      column("bankWord"),
      column("reversal"),
      column("asOf", "time"),
      column("missing"),
    ],
  ];
  return { title: t("what.entries"), columns, rows: rowsOf(stretches, without, words) };
}

async function* rowsOf(
  stretches: EntryStretches,
  { missing, leftOut }: Without,
  words: ExportWords,
): AsyncGenerator<ExportRow<Key>> {
  const { t } = words;
  const say = sayings(words);
  for (const { text } of leftOut) yield { cells: { state: t("line.notInIt"), missing: text } };
  for (const one of missing) yield { cells: { state: t("line.notInIt"), missing: words.missing([one]) } };
  for await (const stretch of stretches) {
    if (stretch === "cut") {
      yield { cells: { state: t("line.notInIt"), missing: t("cut") }, isStrong: true };
      return;
    }
    for (const told of stretch) yield entryRow(told, words, say);
  }
}

/** What stands in thousands of lines is worded once. */
const sayings = ({ t, wealth }: ExportWords) => ({
  pending: t("state.pending"),
  booked: t("state.booked"),
  reversal: wealth("entries.reversal"),
  kinds: new Map(entryKinds.map((kind) => [kind, wealth(`entries.kinds.${kind}`)])),
});

function entryRow(
  { entry, asOf }: ToldEntry,
  words: ExportWords,
  say: ReturnType<typeof sayings>,
): ExportRow<Key> {
  return {
    cells: {
      day: entry.day,
      state: entry.isPending ? say.pending : say.booked,
      ...{ bank: words.bankOfAccount(entry.accountId), account: words.accountOf(entry.accountId) },
      class: say.kinds.get(entry.kind) ?? null,
      ...{ name: entry.title, text: entry.text, quantity: entry.quantity },
      ...{ amount: entry.amount?.amount ?? null, currency: entry.amount?.currency ?? null },
      bankWord: entry.bankWord,
      reversal: entry.isReversal ? say.reversal : null,
      asOf: asOf.toISOString(),
    },
  };
}
