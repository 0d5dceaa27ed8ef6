import type { Exact } from "#lib/kernel/decimal.ts";
import type { BookAsked, BookColumn, BookFactsView } from "./book-view.ts";

/** One client with the numbers that the list is ordered by; `null` is not known. */
export interface BookLine {
  readonly row: BookFactsView;
  readonly value: Exact | null;
  readonly change: Exact | null;
}

/** What is not known stands last, whichever way the list goes; what is equal stands in the order of names. */
export function sortLines<Line extends BookLine>(
  lines: readonly Line[],
  { sort, isDescending }: Pick<BookAsked, "sort" | "isDescending">,
): readonly Line[] {
  const keyed = lines.map((line) => ({ line, key: keyOf(line, sort) }));
  const names = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });
  const byName = (one: BookLine, other: BookLine): number =>
    names.compare(one.row.name ?? "", other.row.name ?? "") || (one.row.id < other.row.id ? -1 : 1);
  return keyed
    .sort((one, other) => {
      if (one.key === null || other.key === null) {
        return Number(one.key === null) - Number(other.key === null) || byName(one.line, other.line);
      }
      const order = compare(one.key, other.key, names);
      return (isDescending ? -order : order) || byName(one.line, other.line);
    })
    .map(({ line }) => line);
}

type Key = Exact | string | number;

function keyOf({ row, value, change }: BookLine, column: BookColumn): Key | null {
  switch (column) {
    case "name":
      return row.name;
    case "value":
      return value;
    case "change":
      return change;
    case "updated":
      return row.readAt;
    case "consent":
      return row.consent.isInForce ? row.consent.validUntil : null;
    case "reading":
      return row.accounts === 0 ? null : row.failed;
    case "todos":
      return row.todos.length;
  }
}

function compare(one: Key, other: Key, names: Intl.Collator): number {
  if (typeof one === "string") return names.compare(one, other as string);
  if (typeof one === "number") return one - (other as number);
  return one.comparedTo(other as Exact);
}
