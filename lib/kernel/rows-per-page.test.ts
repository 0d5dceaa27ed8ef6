import { describe, expect, test } from "vitest";

import { cutPage, parseRows } from "./rows-per-page.ts";

describe("the rows of a page", () => {
  test("are as many as the address says, where that is one of the choices", () => {
    expect(["50", "100", "200"].map(parseRows)).toEqual([50, 100, 200]);
  });

  test.each([undefined, null, "", "0", "-50", "51", "1000", "1e2", " 100", "100.0", "0x64", 100, ["100"]])(
    "are fifty where it says %j",
    (text) => {
      expect(parseRows(text)).toBe(50);
    },
  );

  test("go on behind the last one only where one more was found", () => {
    expect(cutPage(["a", "b"], 2)).toEqual({ page: ["a", "b"], last: null });
    expect(cutPage(["a", "b", "c"], 2)).toEqual({ page: ["a", "b"], last: "b" });
    expect(cutPage([], 2)).toEqual({ page: [], last: null });
  });
});
