import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseConsentQuery } from "#lib/consent/consent-query.ts";
import { type ConsentQuery, consentSorts, standingsOf, withinDays } from "#lib/consent/query-view.ts";
import { isNarrowed, listPath, tabPath } from "./paths.ts";

const read = (path: string): ConsentQuery => {
  const { searchParams } = new URL(path, "http://licet.invalid");
  return parseConsentQuery(Object.fromEntries(searchParams));
};

const query: fc.Arbitrary<ConsentQuery> = fc.constantFrom("open" as const, "ended" as const).chain((tab) =>
  fc.record({
    tab: fc.constant(tab),
    text: fc.string({ maxLength: 40 }).map((text) => text.trim()),
    institutionId: fc.constantFrom(null, "sandbox-retail"),
    advisorId: fc.constantFrom(null, "per_2f0a8c1e-6d1b-4c7e-9a51-0d3f5b7c9e11"),
    standing: fc.constantFrom(null, ...standingsOf[tab]),
    within: fc.constantFrom(null, ...withinDays),
    sort: fc.constantFrom(...consentSorts),
    after: fc.constantFrom(null, "2026-11-21T12:00:00.123456Z~con_2f0a8c1e-6d1b-4c7e-9a51-0d3f5b7c9e11"),
  }),
);

describe("what is looked for among consents", () => {
  test("stands whole in the address, and is read from there again", () => {
    fc.assert(
      fc.property(query, (looked) => {
        expect(read(listPath(looked, { after: looked.after }))).toEqual(looked);
      }),
    );
  });

  test("says nothing in the address of what is as usual", () => {
    expect(listPath(read("/consents"))).toBe("/consents");
    expect(tabPath("ended")).toBe(listPath(read("/consents?tab=ended")));
  });

  test("begins at the first page unless another is said", () => {
    const after = "2026-11-21T12:00:00.123456Z~con_2f0a8c1e-6d1b-4c7e-9a51-0d3f5b7c9e11";
    expect(listPath(read(`/consents?q=a&after=${after}`))).toBe("/consents?q=a");
  });

  test.each([
    ["tab=gone&sort=up&within=31&standing=asked2&advisor=per_1&after=2026", {}],
    ["tab=ended&standing=asked", { tab: "ended" }],
    ["standing=withdrawn", {}],
    ["within=30%20days", {}],
    ["advisor='%20or%201=1", {}],
    ["after=2026-11-21T12:00:00.123456Z~con_'", {}],
    [`q=${"x".repeat(500)}`, { text: "x".repeat(100) }],
  ])("is left out of account where it is not understood: %s", (search, understood) => {
    expect(read(`/consents?${search}`)).toEqual({ ...read("/consents"), ...understood });
  });

  test("said twice is not said at all", () => {
    const usual = parseConsentQuery({});
    expect(parseConsentQuery({ q: ["a", "b"], bank: ["a", "b"], within: ["30", "90"] })).toEqual(usual);
  });

  test("narrows the list by anything but its tab and order", () => {
    expect(isNarrowed(read("/consents?tab=ended&sort=asked"))).toBe(false);
    for (const one of ["q=a", "bank=a", "standing=asked", "within=30"]) {
      expect(isNarrowed(read(`/consents?${one}`))).toBe(true);
    }
  });
});
