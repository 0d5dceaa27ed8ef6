import { describe, expect, test } from "vitest";

import type { RowsPerPage } from "./rows-per-page.ts";
import { parseTableAsked, tableQuery } from "./table-asked.ts";

const shape = {
  columns: ["name", "time", "actor", "type"],
  usual: ["name", "time"],
  filters: ["q", "type"],
} as const;

describe("what is asked of a list", () => {
  test("is the usual columns and no filter where the address says nothing", () => {
    const nothing = { filters: {}, columns: ["name", "time"], rows: 50, after: null };
    expect(parseTableAsked(shape, {})).toEqual(nothing);
  });

  test("is the columns that were ticked, in the list's order, and always the first", () => {
    expect(parseTableAsked(shape, { column: ["type", "actor"] }).columns).toEqual(["name", "actor", "type"]);
    expect(parseTableAsked(shape, { column: "actor" }).columns).toEqual(["name", "actor"]);
  });

  test("is fifty rows, or another of the choices, and the usual leaves the address short", () => {
    const asked = (rows: string | string[]) => parseTableAsked(shape, { rows });
    expect([asked("100").rows, asked("200").rows]).toEqual([100, 200]);
    expect(tableQuery(shape, asked("200"))).toBe("?rows=200");
    for (const rows of ["50", "7", "201", "", ["100", "200"]]) {
      expect(asked(rows).rows, `${rows}`).toBe(50);
      expect(tableQuery(shape, asked(rows))).toBe("");
    }
  });

  test("leaves out what is unknown, empty, too long or given twice", () => {
    const query = { q: ["a", "b"], type: "  ", after: "x".repeat(201), other: "1", column: ["name", "no"] };
    expect(parseTableAsked(shape, query)).toEqual({ filters: {}, columns: ["name"], rows: 50, after: null });
  });

  test("comes back from the address that is written for it", () => {
    const rows: RowsPerPage = 50;
    for (const asked of [
      {
        filters: { q: "con_1 & x", type: "a.b" },
        columns: ["name", "type"] as const,
        rows: 200 as const,
        after: "2026|1",
      },
      { filters: {}, columns: ["name", "time"] as const, rows, after: null },
      { filters: {}, columns: ["name"] as const, rows, after: null },
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
