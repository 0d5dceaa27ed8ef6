import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { AspspError } from "#lib/aspsp/failure.ts";
import { parseJson } from "./json.ts";

const parse = (text: string) => parseJson(Buffer.from(text), "test");

describe("JSON of a bank", () => {
  test("keeps every figure of a number", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[1-9]\d{0,30}(?:\.\d{1,30})?$/), (number) => {
        expect(parse(`{"amount": ${number}}`)).toEqual({ amount: number });
      }),
    );
    expect(parse(`{"a":{"b":[{"amount" : 0.10}]}}`)).toEqual({ a: { b: [{ amount: "0.10" }] } });
  });

  test("is what JSON says where it holds no number", () => {
    const values = fc
      .jsonValue({ noUnicodeString: false })
      .filter((value) => !/\d/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(values, (value) => {
        expect(parse(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  test.each([
    ["cut", `{"a": [1, 2`],
    ["no JSON", "<html></html>"],
    ["not a number", `{"amount": NaN}`],
    ["nothing", ""],
    ["nested without end", `{"n": 1, "a": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ])("that is %s is malformed, and the error quotes nothing", (_, text) => {
    try {
      parse(text);
      expect.unreachable();
    } catch (cause) {
      expect(cause).toBeInstanceOf(AspspError);
      expect(cause).toMatchObject({ reason: "malformedAnswer" });
      expect(String((cause as Error).cause)).toMatch(/^Error: (?:SyntaxError|RangeError)$/);
    }
  });

  test("with bytes that are no text is malformed", () => {
    expect(() => parseJson(Buffer.from([0x7b, 0xff, 0x7d]), "test")).toThrow(AspspError);
  });

  test("changes no object's nature", () => {
    const parsed = parse(`{"__proto__": {"isAdmin": true}, "n": 1}`) as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});
