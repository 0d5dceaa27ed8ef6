import { expect, test } from "vitest";

import { negotiateLocale } from "./negotiate-locale.ts";

test.each([
  ["pt-BR,pt;q=0.9,en;q=0.8", "pt"],
  ["de-CH, fr;q=0.7, en;q=0.3", "fr"],
  ["en;q=0.3, es;q=0.9", "es"],
  ["FR-be", "fr"],
  ["fr;q=0, es;q=0.1", "es"],
  ["de,ja", "en"],
  ["*", "en"],
  ["es;q=nonsense,pt", "pt"],
  ["", "en"],
  [null, "en"],
  [`${"x,".repeat(10_000)}fr`, "en"],
])("%s is answered in %s", (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});
