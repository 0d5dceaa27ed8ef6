import { describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import { parseBookQuery } from "./book-query.ts";
import { type BookFactsView, bookColumns } from "./book-view.ts";
import { finderOf } from "./narrow-book.ts";
import { type BookLine, sortLines } from "./sort-book.ts";

const asOf = "2026-11-21T12:00:00.000Z";

const line = (name: string, value: string | null, more: Partial<BookFactsView> = {}): BookLine => ({
  value: value === null ? null : exact(value),
  change: null,
  row: {
    ...{ id: `per_${name}`, name },
    ...{ banks: 1, accounts: 1, hidden: 0, readAt: null, failed: 0, todos: [] },
    consent: {
      ...{ state: "given", isInForce: true, isAnswerable: false, asOf, requestedAt: asOf },
      ...{ answerBy: asOf, validUntil: asOf, endedAt: null, investor: { id: `per_${name}`, name } },
    },
    ...more,
  },
});
const names = (lines: readonly BookLine[]) => lines.map(({ row }) => row.name);

describe("the order of the book", () => {
  const lines = [
    line("Ola", "9"),
    line("Åse", null),
    line("Ana", "-20"),
    line("Bo", "100"),
    line("Eva", null),
  ];

  test("has what is not known last, whichever way it goes, and numbers as numbers", () => {
    const by = (isDescending: boolean) => names(sortLines(lines, { sort: "value", isDescending }));
    expect(by(false)).toEqual(["Ana", "Ola", "Bo", "Åse", "Eva"]);
    expect(by(true)).toEqual(["Bo", "Ola", "Ana", "Åse", "Eva"]);
  });

  test("is the same however the lines came, by every column", () => {
    for (const sort of bookColumns) {
      for (const isDescending of [false, true]) {
        const order = names(sortLines(lines, { sort, isDescending }));
        expect(names(sortLines(lines.toReversed(), { sort, isDescending }))).toEqual(order);
        expect(order).toHaveLength(lines.length);
      }
    }
  });
});

describe("what an address asks of the book", () => {
  test("is all there, and what it says wrongly counts as not said", () => {
    const asked = {
      in: "CHF",
      over: "year",
      sort: "-change",
      q: " ana ",
      state: "ended",
      todo: "failed",
      page: "3",
    };
    expect(parseBookQuery(asked)).toEqual({
      ...{ base: "CHF", over: "year", sort: "change", isDescending: true, search: "ana" },
      ...{ state: "ended", todo: "failed", page: 3 },
    });
    const wrong = { in: "chf", over: "x", sort: "--name", q: ["a", "b"], state: "", todo: "all", page: "-1" };
    expect(parseBookQuery(wrong)).toEqual(parseBookQuery({}));
  });

  test("finds a name however capitals and accents are written, each word of it", () => {
    const { row } = line("João Baptista Núñez", null);
    const found = (q: string) => finderOf(parseBookQuery({ q }))(row);
    for (const q of ["joao", "NUNEZ joão", "ñez", ""]) expect(found(q)).toBe(true);
    for (const q of ["joaquim", "joao x"]) expect(found(q)).toBe(false);
  });

  test("narrows by how the consent stands and by what waits", () => {
    const { row } = line("Ana", null, { todos: ["expiring"] });
    const found = (query: Record<string, string>) => finderOf(parseBookQuery(query))(row);
    expect([found({ state: "inForce" }), found({ todo: "expiring" })]).toEqual([true, true]);
    expect([found({ state: "asked" }), found({ state: "ended" }), found({ todo: "failed" })]).toEqual([
      ...[false, false, false],
    ]);
  });
});
