import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { type RecordOf, shapes } from "./shapes.ts";
import { currency, day, decimal, oneOf, optional, padded, sheet, text } from "./sheet.ts";

const sample = sheet({
  status: oneOf(["booked", "pending"]),
  amount: decimal,
  currency,
  on: optional(day),
  note: optional(text),
});
const row = { status: "booked", amount: "-12.50", currency: "EUR", on: "2026-03-31", note: null } as const;
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const amounts = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.nat(20))
  .map(
    ([isNegative, whole, places]) =>
      `${isNegative ? "-" : ""}${whole}${places ? `.${"7".repeat(places)}` : ""}`,
  );
const days = fc.date({ min: new Date("1970-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
const rows = fc.array(
  fc.record({
    status: fc.constantFrom("booked" as const, "pending" as const),
    amount: amounts,
    currency: fc.constantFrom("EUR", "CHF", "USD"),
    on: fc.option(days.map((date) => date.toISOString().slice(0, 10))),
    note: fc.option(
      fc.string({ minLength: 1, maxLength: 60, unit: "binary" }).filter((made) => made.isWellFormed()),
    ),
  }),
  { maxLength: 40 },
);

describe("a sheet", () => {
  test("gives back the rows that it was given, digit by digit, and knows none from unknown", () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(sample.decode(sample.encode(given))).toEqual(given);
      }),
    );
  });

  test("has the length of whole buckets, so that digits and short texts do not show", () => {
    const lengths = ["1.00", "123456789012.99"].map((amount) => sample.encode([{ ...row, amount }]).length);
    expect(lengths).toEqual([256, 256]);
    expect(sample.encode([]).length).toBe(256);
    fc.assert(fc.property(rows, (given) => sample.encode(given).length % 256 === 0));
  });

  test("writes what is the same in every row once, and what nobody knows not at all", () => {
    const written = sample
      .encode([row, { ...row, amount: "1" }])
      .toString()
      .trimEnd();
    expect(JSON.parse(written)).toEqual({
      format: 1,
      rows: 2,
      columns: { status: "booked", amount: ["-12.50", "1"], currency: "EUR", on: "2026-03-31" },
    });
  });

  test.each<[string, unknown]>([
    ["a float", { ...row, amount: 12.5 }],
    ["an amount in words", { ...row, amount: "12,50" }],
    ["an exponent", { ...row, amount: "1e3" }],
    ["a missing amount", { ...row, amount: null }],
    ["no currency", { ...row, currency: "euro" }],
    ["another status", { ...row, status: "lost" }],
    ["a time where a day belongs", { ...row, on: "2026-03-31T00:00:00Z" }],
    ["an empty text where it is not known", { ...row, note: "" }],
    ["a column that the kind has not", { ...row, pin: "1234" }],
  ])("takes no %s", (_, wrong) => {
    expect(codeOf(() => sample.encode([row, wrong as never]))).toBe("malformedContent");
  });

  const whole = { format: 1, rows: 1, columns: { status: "booked", amount: "1", currency: "EUR" } };
  test.each<[string, unknown]>([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", []],
    ["another format", { ...whole, format: 2 }],
    ["something more", { ...whole, more: 1 }],
    ["no columns", { format: 1, rows: 1 }],
    ["rows that are no number", { ...whole, rows: "1" }],
    ["less than no rows", { ...whole, rows: -1 }],
    ["more rows than any", { ...whole, rows: 1e9 }],
    ["fewer cells than rows", { ...whole, rows: 2, columns: { ...whole.columns, amount: ["1"] } }],
    ["more cells than rows", { ...whole, columns: { ...whole.columns, amount: ["1", "2"] } }],
    ["a column that is left out and must not be", { ...whole, columns: { status: "booked", amount: "1" } }],
    ["a column of a later build", { ...whole, columns: { ...whole.columns, colour: "red" } }],
    ["a cell of another kind", { ...whole, columns: { ...whole.columns, amount: [1] } }],
    ["a name that every object has", { ...whole, columns: { ...whole.columns, toString: "x" } }],
  ])("reads nothing from %s", (_, content) => {
    const bytes = padded(typeof content === "string" ? content : JSON.stringify(content));
    expect(codeOf(() => sample.decode(bytes))).toBe("malformedContent");
  });

  test("of an older build, without a column that is optional now, does not know it", () => {
    expect(sample.decode(padded(JSON.stringify(whole)))).toEqual([
      { ...row, amount: "1", on: null, note: null },
    ]);
  });
});

test("every kind of data has its shape, and none of its rows is read as known", () => {
  for (const cluster of dataClusters) {
    const { encode, decode } = shapes[cluster];
    expect(decode(encode([]))).toEqual([]);
  }
});

test("a row's type knows what may be unknown", () => {
  const position: RecordOf<"positions">["price"] = null;
  expect(position).toBeNull();
});
