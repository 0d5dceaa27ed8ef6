import { expect, test } from "vitest";
import { entriesPath, isNarrowed } from "./entries-path.ts";

const everything = { accountId: null, kind: null, from: null, to: null, search: null };

test("how the list is narrowed stands in its address, and nothing of what is not", () => {
  expect(entriesPath("/wealth/entries", everything)).toBe("/wealth/entries");
  const narrowed = { ...everything, kind: "fee", search: "Núñez & Co", from: "2026-01-01" } as const;
  expect(entriesPath("/wealth/entries", narrowed, { in: "CHF", before: "2026-03-02" })).toBe(
    "/wealth/entries?q=N%C3%BA%C3%B1ez+%26+Co&kind=fee&from=2026-01-01&before=2026-03-02&in=CHF",
  );
  expect(entriesPath("/wealth/entries", everything, { in: null, before: null })).toBe("/wealth/entries");
});

test("a list is narrowed by anything that was chosen", () => {
  expect(isNarrowed(everything)).toBe(false);
  expect(isNarrowed({ ...everything, to: "2026-01-01" })).toBe(true);
});
