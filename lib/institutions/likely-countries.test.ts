import { expect, test } from "vitest";
import { likelyCountries } from "./likely-countries.ts";

test.each([
  ["es-ES,es;q=0.9,en-GB;q=0.8,en;q=0.7", ["ES", "GB"]],
  ["fr-CH, fr;q=0.9", ["CH"]],
  ["zh-Hant-HK;q=0.4", ["HK"]],
  ["pt-pt,pt-PT", ["PT"]],
  ["en", []],
  ["en-XX,en-001,-ES,es-ES-valencia", []],
  [null, []],
  [`${"x".repeat(500)},es-ES`, []],
])("%j names the countries %j, and nothing that is none", (header, countries) => {
  expect(likelyCountries(header)).toEqual(countries);
});
