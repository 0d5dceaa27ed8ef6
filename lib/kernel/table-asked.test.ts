import { describe, expect, test } from "vitest";

import { parseTableAsked, tableQuery } from "./table-asked.ts";

const shape = {
  columns: ["name", "time", "actor", "type"],
  usual: ["name", "time"],
  filters: ["q", "type"],
} as const;

describe("what is asked of a list", () => {
  test("is the usual columns and no filter where the address says nothing", () => {
    expect(parseTableAsked(shape, {})).toEqual({ filters: {}, columns: ["name", "time"], after: null });
  });

  test("is the columns that were ticked, in the list's order, and always the first", () => {
    expect(parseTableAsked(shape, { column: ["type", "actor"] }).columns).toEqual(["name", "actor", "type"]);
    expect(parseTableAsked(shape, { column: "actor" }).columns).toEqual(["name", "actor"]);
  });

  test("leaves out what is unknown, empty, too long or given twice", () => {
    const query = { q: ["a", "b"], type: "  ", after: "x".repeat(201), other: "1", column: ["name", "no"] };
    expect(parseTableAsked(shape, query)).toEqual({ filters: {}, columns: ["name"], after: null });
  });

  test("comes back from the address that is written for it", () => {
    for (const asked of [
      { filters: { q: "con_1 & x", type: "a.b" }, columns: ["name", "type"] as const, after: "2026|1" },
      { filters: {}, columns: ["name", "time"] as const, after: null },
      { filters: {}, columns: ["name"] as const, after: null },
    ]) {
      const query = new URLSearchParams(tableQuery(shape, asked));
      const record = Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key)]));
      const single = Object.fromEntries(
        Object.entries(record).map(([key, all]) => [key, all.length === 1 ? (all[0] as string) : all]),
      );
      expect(parseTableAsked(shape, single)).toEqual(asked);
    }
  });
});
