import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";

/** Every kind of event that the code declares, read from where it is declared. */
const declared = globSync("lib/**/*events.ts", { cwd: new URL("../..", import.meta.url) })
  .map((file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"))
  .flatMap((text) => [...text.matchAll(/\bauditEvent\(\s*"([^"]+)"/g)].map(([, type]) => type))
  .sort();

const keysOf = (texts: object): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [key] : keysOf(value).map((below) => `${key}.${below}`),
  );

describe("the names of audit events", () => {
  test("are read from the declarations", () => {
    expect(declared).toContain("identity.signedIn");
    expect(declared).toContain("access.refused");
    expect(new Set(declared).size).toBe(declared.length);
  });

  test.each(locales)("exist in %s for every event, and for none that is not declared", (locale) => {
    expect(keysOf(messages[locale].audit).sort()).toEqual(declared);
  });
});
