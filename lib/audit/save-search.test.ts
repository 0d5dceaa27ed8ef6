import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { listSearches } from "./list-searches.ts";
import { removeSearch } from "./remove-search.ts";
import { SaveSearch, saveSearch, searchesAtMost } from "./save-search.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;
const officer = () => people.as(north.compliance);

describe("a saved search", () => {
  test("is its keeper's alone, holds what the page reads and nothing else, and leaves an event without its name", async () => {
    const ctx = officer();
    const query = "?type=consent.given&from=2026-01-01&javascript=1&after=2026-01-01T00:00:00.000Z~evt_x";
    await saveSearch(ctx, { name: "New <consents>", query });
    const [kept] = await listSearches(officer());
    expect(kept).toMatchObject({ name: "New <consents>", query: "?type=consent.given&from=2026-01-01" });
    expect(await listSearches(people.as(south.compliance))).toEqual([]);
    const [event] = await people.events(ctx.requestId);
    expect(event?.facts).toEqual({ searchId: kept?.id, filters: ["type", "from"] });
    await expect(
      removeSearch(people.as(south.compliance), { searchId: kept?.id as never }),
    ).rejects.toMatchObject({
      code: "audit.search_not_found",
    });
    await removeSearch(officer(), { searchId: kept?.id as never });
    expect(await listSearches(officer())).toEqual([]);
  });

  test("is refused where it looks for nothing, or for what cannot be looked for", async () => {
    for (const query of ["", "?column=type", "?id=<script>", "?from=2026-02-30"]) {
      await expect(saveSearch(officer(), { name: "x", query })).rejects.toMatchObject({
        code: "audit.search_empty",
      });
    }
  });

  test("is one of thirty, whoever saves at once", async () => {
    const attempts = Array.from({ length: searchesAtMost + 4 }, (_, at) =>
      saveSearch(officer(), { name: `search ${at}`, query: "?type=consent.given" }),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(searchesAtMost);
    expect(await listSearches(officer())).toHaveLength(searchesAtMost);
  });

  test.each(["a\r\nb", "\u001b[31mred", "a\u202eb", "", " ", "x".repeat(81)])("has no name %j", (name) => {
    expect(SaveSearch.safeParse({ name, query: "?id=x" }).success).toBe(false);
  });
});
