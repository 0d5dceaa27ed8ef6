import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMoney, decimalSchema, money, negateMoney, toMoneyView } from "./money.ts";

const whole = fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9][0-9]{0,29}$/));
const amount = fc
  .tuple(fc.constantFrom("", "-"), whole, fc.option(fc.stringMatching(/^[0-9]{1,30}$/)))
  .map(([sign, units, decimals]) => `${sign}${units}${decimals === null ? "" : `.${decimals}`}`);
const show = (value: ReturnType<typeof money>) => toMoneyView(value).amount;

/** The same number, in the one way in which it is written: no sign on zero, no zeros at the end. */
const settled = (text: string) => {
  const cut = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return cut === "-0" ? "0" : cut;
};

describe("money", () => {
  test("comes back as it went in, digit for digit and never with an exponent", () => {
    fc.assert(
      fc.property(amount, (text) => {
        const back = show(money(text, "EUR"));
        expect(settled(back)).toBe(settled(text));
        expect(decimalSchema.safeParse(back).success).toBe(true);
        expect(back).not.toMatch(/e/i);
      }),
    );
  });

  test("adds in any order, exactly", () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        const [x, y, z] = [money(a, "EUR"), money(b, "EUR"), money(c, "EUR")];
        expect(show(addMoney(x, y))).toBe(show(addMoney(y, x)));
        expect(show(addMoney(addMoney(x, y), z))).toBe(show(addMoney(x, addMoney(y, z))));
      }),
    );
  });

  test("negated twice is itself, and with its negative is zero", () => {
    fc.assert(
      fc.property(amount, (text) => {
        const value = money(text, "CHF");
        expect(show(negateMoney(negateMoney(value)))).toBe(
          show(negateMoney(negateMoney(negateMoney(negateMoney(value))))),
        );
        expect(settled(show(negateMoney(negateMoney(value))))).toBe(settled(text));
        expect(show(addMoney(value, negateMoney(value)))).toBe("0");
      }),
    );
  });

  test("keeps the small in the sum with the large", () => {
    const sum = addMoney(
      money("123456789012345678901234567890", "EUR"),
      money("0.000000000000000000000000000001", "EUR"),
    );
    expect(show(sum)).toBe("123456789012345678901234567890.000000000000000000000000000001");
    expect(show(addMoney(money("0.1", "EUR"), money("0.2", "EUR")))).toBe("0.3");
  });

  test("of two currencies is not added", () => {
    expect(() => addMoney(money("1", "EUR"), money("1", "USD"))).toThrow("without a rate");
  });

  test.each(["", "1e5", "1E-7", "+1", ".5", "1.", "01", "NaN", "Infinity", "0x10", "1,5", " 1", "1\n", "١"])(
    "is not made of %j",
    (text) => {
      expect(() => money(text, "EUR")).toThrow();
    },
  );

  test.each(["eur", "EU", "EURO", "", "€"])("has no currency %j", (currency) => {
    expect(() => money("1", currency)).toThrow();
  });
});
