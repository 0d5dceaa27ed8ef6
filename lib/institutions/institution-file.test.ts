import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InstitutionFileError, parseInstitutionFile } from "./institution-file.ts";

const label = "{ en: User, es: Usuario, fr: Utilisateur, pt: Utilizador }";
const good = `institutions:
  - id: one
    name: One
    legalName: One Bank
    bic: ONEBESM0
    country: ES
    status: operational
    credentialFields:
      - id: user
        label: ${label}
        secret: false
        identifying: true
        format: any
        minLength: 1
        maxLength: 20
`;

function problems(text: string): readonly string[] {
  try {
    parseInstitutionFile(text);
    return [];
  } catch (error) {
    if (error instanceof InstitutionFileError) return error.problems;
    throw error;
  }
}

/** The good file with one line in another's place. */
const withLine = (before: string, after: string) => good.replace(before, after);

describe("the institutions file", () => {
  test("of the demo is read, with every text in four languages", () => {
    const file = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
    const institutions = parseInstitutionFile(file);
    expect([...institutions.keys()]).toEqual(expect.arrayContaining(["sandbox-retail", "sandbox-private"]));
    // Nobody's bank: ISO 9362 gives a BIC whose eighth character is 0 to tests.
    for (const { bic } of institutions.values()) expect(bic[7]).toBe("0");
  });

  test("may be JSON, and leaves `autocomplete` off where it says nothing", () => {
    const [institution] = parseInstitutionFile(good).values();
    expect(institution?.credentialFields[0]?.autocomplete).toBe("off");
    const json = JSON.stringify({ institutions: [institution] });
    expect([...parseInstitutionFile(json).values()]).toEqual([institution]);
  });

  test.each<[string, string, string]>([
    ["bic: ONEBESM0", "bic: ONEBZZM0", "line 5, institutions[0].bic wants a BIC"],
    ["bic: ONEBESM0", "bic: oneb", "line 5, institutions[0].bic wants a BIC"],
    ["country: ES", "country: EU", "line 6, institutions[0].country wants a country's two letters"],
    [
      "status: operational",
      "status: open",
      "line 7, institutions[0].status wants one of operational, degraded",
    ],
    ["name: One\n", "name: One\n    colour: red\n", "line 4, institutions[0].colour is no setting"],
    [
      "name: One\n",
      "name: One\n    logo: https://one.example/logo.png\n",
      "line 4, institutions[0].logo wants a picture",
    ],
    [
      "name: One\n",
      `name: One\n    logo: data:image/png;base64,${"A".repeat(9_000)}\n`,
      "line 4, institutions[0].logo wants a picture of at most 8192 characters",
    ],
    ["country: ES", "country: ES\n    popular: 1", "line 7, institutions[0].popular wants true or false"],
    ["id: one", "id: One", "line 2, institutions[0].id wants small letters"],
    ["id: one", "id: export", "line 2, institutions[0].id wants another name than a page's"],
    ["id: one", "id: one\n    id: two", "line 3: Map keys must be unique"],
    [", pt: Utilizador", "", "line 10, institutions[0].credentialFields[0].label.pt is missing"],
    [
      "minLength: 1",
      "minLength: 30",
      "line 14, institutions[0].credentialFields[0].minLength is more than maxLength",
    ],
    [
      "secret: false",
      "secret: true",
      "line 12, institutions[0].credentialFields[0].identifying cannot be true",
    ],
    [
      "identifying: true",
      "identifying: false",
      "line 8, institutions[0].credentialFields wants one field that is",
    ],
    [
      "format: any",
      "format: ^(a+)+$",
      "line 13, institutions[0].credentialFields[0].format wants one of any",
    ],
    ["id: user", "id: __proto__", "line 9, institutions[0].credentialFields[0].id wants letters"],
    [
      "maxLength: 20",
      "maxLength: 1e9",
      "line 15, institutions[0].credentialFields[0].maxLength wants a whole number",
    ],
    ["name: One\n", 'name: "One\\u0007"\n', "line 3, institutions[0].name wants a text"],
  ])("with %j as %j is refused where it is wrong", (before, after, problem) => {
    const found = problems(withLine(before, after));
    expect(found.join("\n")).toContain(problem);
    expect(found).toHaveLength(1);
  });

  test("says everything that is wrong at once, in the order of the file", () => {
    const bad = [good, good.split("\n").slice(1).join("\n")].join("").replace("country: ES", "country: XX");
    const found = problems(bad.replace("status: operational", "state: operational"));
    expect(found.map((line) => line.split(",")[0])).toEqual(["line 1", "line 2", "line 6", "line 7"]);
    expect(found[0]).toContain("has more than one entry of the id one");
    expect(found[1]).toContain("status is missing");
  });

  test.each([
    ["nothing", ""],
    ["a text", "institutions"],
    ["no list", "institutions: 3"],
    ["half a list", "institutions: ["],
    ["another document", `${good}---\n${good}`],
    ["a reference", "institutions: &all\n  - id: one\n    name: *all"],
    ["a file that stands for an endless one", "a: &a [1]\nb: &b [*a, *a]\ninstitutions: [*b, *b]"],
  ])("with %s in it is refused in a sentence", (_, text) => {
    const found = problems(text);
    expect(found.length).toBeGreaterThan(0);
    for (const problem of found) expect(problem).not.toMatch(/undefined|\[object|\n/);
  });

  test("is never half accepted: whatever is in it, it is read or refused", () => {
    const piece = fc.constantFrom(
      "institutions:",
      "- ",
      "id: one",
      "  ",
      "\n",
      "{",
      "]",
      "*a",
      "&a",
      "!!js ",
      "|",
      "? ",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 30 }), (parts) => {
        problems(parts.join(""));
      }),
      { numRuns: 300 },
    );
  });
});
