import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FieldFormat, meantBy, problemOf } from "./field-view.ts";

const rules = (format: FieldFormat, secret = false) => ({ format, secret, minLength: 3, maxLength: 6 });

describe("what is typed into a bank’s field", () => {
  test.each([
    ["abc", "any", null],
    ["", "any", "required"],
    ["   ", "any", "required"],
    ["ab", "any", "tooShort"],
    ["abcdefg", "any", "tooLong"],
    ["日本語", "any", null],
    ["👩‍👩‍👧", "any", null],
    ["1234", "digits", null],
    ["12a4", "digits", "notDigits"],
    ["１２３４", "digits", "notDigits"],
    ["ab12", "alphanumeric", null],
    ["año1", "alphanumeric", "notAlphanumeric"],
    ["ab-12", "alphanumeric", "notAlphanumeric"],
  ] as const)("%j in a field of %s: %s", (typed, format, problem) => {
    expect(problemOf(typed, rules(format))).toBe(problem);
  });

  test("is meant without the spaces around it, and a number without those between its groups", () => {
    expect(meantBy(" sms.slow ", rules("any"))).toBe("sms.slow");
    expect(meantBy(" 12 34 ", rules("digits"))).toBe("1234");
    expect(problemOf("1 2 3 4 5 6", rules("digits"))).toBeNull();
  });

  test("is meant to the last space where it is a secret", () => {
    fc.assert(fc.property(fc.string(), (typed) => meantBy(typed, rules("any", true)) === typed));
    expect(problemOf("   ", rules("any", true))).toBeNull();
    expect(problemOf("12 34", rules("digits", true))).toBe("notDigits");
  });
});
