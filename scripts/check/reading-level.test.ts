import { describe, expect, test } from "vitest";
import { languages } from "#scripts/check/messages.ts";
import { plant } from "#scripts/check/plant.ts";
import { checkReadingLevel } from "#scripts/check/reading-level.ts";

const easy = "You can stop at any time. It takes two steps, and it works at once.";
const hard =
  "Notwithstanding contractual obligations, authorisation revocation necessitates individualised administrative verification procedures beforehand.";

const check = (texts: object, files: Readonly<Record<string, string>> = {}) => {
  const catalogues = languages.map((language) => [
    `lib/i18n/messages/${language}.json`,
    JSON.stringify(language === "en" ? texts : {}),
  ]);
  using tree = plant({ ...Object.fromEntries(catalogues), ...files });
  return checkReadingLevel(tree);
};

describe("the check of the reading level", () => {
  test("names a text that is harder than lower-secondary level, and fails nobody for it", () => {
    const { problems, notes = [] } = check({ home: { easy, hard } });
    expect(problems).toEqual([]);
    expect(notes[0]).toMatch(/^en: home\.hard is hard to read \(-?\d+\)$/);
    expect(notes[1]).toMatch(/^en: -?\d+ by Flesch over 2 texts; 1 below 60/);
    expect(notes).toHaveLength(2);
  });

  test("leaves out labels and what only the firm’s own people read", () => {
    expect(
      check({ home: { easy, label: "Authorisation revocation" }, console: { hard } }).notes,
    ).toHaveLength(1);
  });

  test("reads a text as a person does, with a name for a value and one of its forms", () => {
    const text = `{count, plural, one {${hard}} other {You can stop at any time, and it works at once, {name}.}}`;
    const { notes = [] } = check({ home: { text } });
    expect(notes).toEqual([expect.stringMatching(/over 1 texts; 0 below/)]);
  });

  test("measures the consent’s text as one, in its last version", () => {
    const version = (name: string, english: string) =>
      Object.fromEntries(
        languages.map((language) => [
          `lib/consent/texts/${name}/${language}.json`,
          JSON.stringify({ who: { title: language === "en" ? english : "Ana" } }),
        ]),
      );
    const texts = version("v9", hard);
    expect(check({}, texts).notes?.[0]).toContain("the consent’s text, version 9 is hard to read");
    const later = { ...texts, ...version("v10", easy) };
    expect(check({}, later).notes).toEqual([expect.stringMatching(/over 1 texts; 0 below/)]);
  });
});
