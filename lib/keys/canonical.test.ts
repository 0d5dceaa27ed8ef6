import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lengthPrefixed } from "./canonical.ts";

/** The form once more, byte by byte. */
function expected(fields: readonly string[]): number[] {
  return fields.flatMap((field) => {
    const bytes = [...new TextEncoder().encode(field)];
    return [bytes.length >> 8, bytes.length & 255, ...bytes];
  });
}

describe("length-prefixed texts", () => {
  test.each([
    ["ASCII", fc.array(fc.string({ maxLength: 600 }), { maxLength: 6 })],
    ["any", fc.array(fc.string({ maxLength: 300, unit: "binary" }), { maxLength: 6 })],
    [
      "mixed",
      fc.array(fc.oneof(fc.string(), fc.constantFrom("é", "€", "\u{1f512}", "\ud800")), { maxLength: 6 }),
    ],
  ])("of %s characters are two bytes of length and UTF-8, each", (_, lists) => {
    fc.assert(
      fc.property(lists, (fields) => {
        expect([...lengthPrefixed(fields)]).toEqual(expected(fields));
      }),
    );
  });

  test("take a field of 65535 bytes and no longer one", () => {
    for (const letter of ["a", "é"]) {
      const longest = letter.repeat(Math.floor(0xffff / Buffer.byteLength(letter)));
      expect(lengthPrefixed([longest]).length).toBe(2 + Buffer.byteLength(longest));
      expect(() => lengthPrefixed([longest + letter])).toThrow(RangeError);
    }
  });
});
