import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "./plain-text.ts";

describe("a stranger’s text in a file", () => {
  test.each([
    ["turned around", "Rent \u202e)0.00 EUR(", "Rent )0.00 EUR("],
    ["isolated", "\u2067abc\u2069", "abc"],
    ["made to clear a terminal", "a\u001b[2Jb", "a[2Jb"],
    ["broken into lines", "one\r\ntwo\tthree\u2028four", "one two three four"],
    ["with half a character", "a\ud83db", "a\ufffdb"],
    ["with what XML refuses", "a\u0000\ufffeb", "ab"],
    ["of letters of any script", "Łódź 東京 علي 👩‍👧", "Łódź 東京 علي 👩‍👧"],
  ])("%s is one line that shows what it is", (_name, text, plain) => expect(plainText(text)).toBe(plain));

  test("of a million characters is cut, and says so", () => {
    const cut = plainText("👍".repeat(500_000));
    expect(cut.length).toBeLessThanOrEqual(4_001);
    expect(cut.endsWith("👍…")).toBe(true);
  });

  test("is said in the same way once more", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
    );
  });
});
