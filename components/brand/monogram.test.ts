import { expect, test } from "vitest";

import { monogram } from "./monogram.ts";

test.each([
  ["Licet", "L"],
  ["Æsir & Søn Formuepleje", "ÆF"],
  ["Élan Patrimoine", "ÉP"],
  ["E\u0301lan", "É"],
  ["Banco — 1822", "B1"],
  ["& & &", ""],
  ["", ""],
])("%s is marked %s", (name, mark) => {
  expect(monogram(name)).toBe(mark);
});
