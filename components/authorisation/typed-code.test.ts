import { describe, expect, test } from "vitest";
import { meantBy, problemOf } from "./typed-code.ts";

const digits = { format: "digits", maxLength: 6 } as const;
const characters = { format: "characters", maxLength: null } as const;

describe("a code", () => {
  test.each([
    ["123 456", "123456"],
    [" 123-456\u00a0", "123456"],
    ["12a", "12a"],
  ])("of digits is meant without its gaps: %o", (typed, meant) => {
    expect(meantBy(typed, digits)).toBe(meant);
  });

  test("of characters keeps what is inside", () => {
    expect(meantBy("  blue harbour-27 ", characters)).toBe("blue harbour-27");
  });

  test.each([
    ["", "missing"],
    ["12a", "notDigits"],
    ["1234567", "tooLong"],
    ["123456", null],
    ["1", null],
  ])("%o is told what is plainly wrong with it: %o", (code, problem) => {
    expect(problemOf(code, digits)).toBe(problem);
  });

  test("has no longest length where the bank names none", () => {
    expect(problemOf("x".repeat(500), characters)).toBeNull();
  });
});
