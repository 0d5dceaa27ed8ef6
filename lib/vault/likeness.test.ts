import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { likenessOf } from "./likeness.ts";

const key = randomBytes(32);
const access = { personId: newId("per"), institutionId: "bank", fields: { userId: "u-1", pin: "1" } };
const like = (change: Partial<typeof access> = {}, identifying = ["userId"], by = key) =>
  likenessOf(by, { ...access, ...change }, identifying)?.toString("hex");

describe("the likeness of an access", () => {
  test("is the same for the same access, whatever its secret is and however it was typed", () => {
    expect(like()).toMatch(/^[0-9a-f]{64}$/);
    expect(like({ fields: { userId: " u-1\t", pin: "another" } })).toBe(like());
    // The fullwidth letter and the composed accent are the same letters to whoever types them.
    expect(like({ fields: { userId: "ｕ-1", pin: "1" } })).toBe(like());
    expect(like({ fields: { userId: "Jose\u0301", pin: "1" } })).toBe(
      like({ fields: { userId: "José", pin: "1" } }),
    );
  });

  test("is another for another field, bank, person or firm", () => {
    const others = [
      like({ fields: { userId: "U-1", pin: "1" } }),
      like({ institutionId: "bank-2" }),
      like({ personId: newId("per") }),
      like({}, ["userId"], randomBytes(32)),
      like({}, ["userId", "pin"]),
    ];
    expect(new Set([like(), ...others]).size).toBe(others.length + 1);
  });

  test("does not confuse the end of one field with the beginning of the next", () => {
    const two = (a: string, b: string) => like({ fields: { a, b } as never }, ["a", "b"]);
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        fc.pre(a.trim() !== "" && b.trim() !== "" && two(a, b) !== undefined);
        expect(two(`${a}x`, b)).not.toBe(two(a, `x${b}`));
      }),
    );
  });

  test("is not made where there is nothing to compare by", () => {
    expect(like({}, [])).toBeUndefined();
    expect(like({}, ["contract"])).toBeUndefined();
    expect(like({ fields: { userId: "  ", pin: "1" } })).toBeUndefined();
  });
});
