import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AccountKind, severalCurrencies } from "#lib/aspsp/records.ts";
import { exact } from "#lib/kernel/decimal.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import { flowOn, reckoned, valueOn } from "#scripts/testing/valuations.ts";
import { addDays } from "./day.ts";
import { toldDays } from "./movements.ts";
import { seriesOf } from "./series.ts";

const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}`;
const series = (chunks: readonly ValuationChunk[], until: string, kind: AccountKind = "current") =>
  seriesOf({ kind, chunks }, until).map((one) => {
    const values = one.values && [...one.values].map(([currency, value]) => `${value.toFixed()} ${currency}`);
    return `${one.day.slice(8)} ${values ? values.join(" + ") || "nothing" : "unknown"}${one.by ? ` ${one.by}` : ""}`;
  });
const balances = (...told: [number, string | null][]) =>
  reckoned(
    "balances",
    told.map(([number, value]) => valueOn(day(number), value)),
  );

describe("what an account was worth", () => {
  test("is carried over five days without a newer word, and then it is unknown", () => {
    expect(series([balances([1, "10"], [9, "12"])], day(10))).toEqual([
      "01 10 EUR told",
      ...[2, 3, 4, 5, 6].map((number) => `0${number} 10 EUR carried`),
      "07 unknown",
      "08 unknown",
      "09 12 EUR told",
      "10 12 EUR carried",
    ]);
  });

  test("is unknown from a day on which the bank's word had no value", () => {
    expect(series([balances([1, "10"], [2, null])], day(3))).toEqual([
      "01 10 EUR told",
      "02 unknown",
      "03 unknown",
    ]);
  });

  test("is nothing where the bank named nothing, and something again when it is filled anew", () => {
    const told = [valueOn(day(1), "5"), valueOn(day(2), "0", severalCurrencies), valueOn(day(3), "7")];
    expect(series([reckoned("positions", told)], day(3), "custody")).toEqual([
      "01 5 EUR told",
      "02 nothing told",
      "03 7 EUR told",
    ]);
  });

  test("is its money and its instruments together, and known only where both are", () => {
    const positions = reckoned("positions", [
      valueOn(day(2), "5"),
      valueOn(day(2), "1", "USD"),
      valueOn(day(3), null),
    ]);
    expect(series([positions, balances([1, "10"], [2, "20"], [3, "30"])], day(3), "custody")).toEqual([
      "02 25 EUR + 1 USD told",
      "03 unknown",
    ]);
  });

  test("that is a debt is told once, by what is owed", () => {
    const owed = reckoned("liabilities", [valueOn(day(1), "-40")]);
    expect(series([owed, balances([1, "-40"])], day(1), "card")).toEqual(["01 -40 EUR told"]);
    expect(series([balances([1, "-40"])], day(1), "card")).toEqual(["01 -40 EUR told"]);
  });
});

describe("an account of which the entries may be seen", () => {
  const entries = (...flows: [number, string | null][]) =>
    reckoned(
      "transactions",
      flows.map(([number, flow]) => flowOn(day(number), flow)),
    );

  test("is counted back from the bank's word to its first entry, and no further", () => {
    const told = [entries([2, "100"], [4, "-30"]), balances([6, "70"])];
    expect(series(told, day(6))).toEqual([
      "02 100 EUR counted",
      "03 100 EUR counted",
      "04 70 EUR counted",
      "05 70 EUR counted",
      "06 70 EUR told",
    ]);
  });

  test("is not known to be unmoved before its first entry: many banks go back ninety days only", () => {
    expect(series([entries([4, "5"]), balances([1, "10"], [5, "15"])], day(5))).toEqual([
      "01 10 EUR told",
      "02 10 EUR carried",
      "03 10 EUR carried",
      "04 15 EUR counted",
      "05 15 EUR told",
    ]);
    expect(series([entries([9, "5"]), balances([1, "10"], [9, "15"])], day(9))[7]).toBe("08 unknown");
  });

  test("is counted with its interest, fees and taxes", () => {
    const paid = flowOn(day(5), "1", { income: "10", fees: "-2", taxes: "-3" });
    const told = [reckoned("transactions", [flowOn(day(4), "1"), paid]), balances([5, "100"])];
    expect(series(told, day(5))).toEqual(["04 94 EUR counted", "05 100 EUR told"]);
  });

  test("has no values before an entry of which too little is known, nor before days that nobody told", () => {
    const unknown = [entries([2, "1"], [4, null]), balances([5, "10"])];
    expect(series(unknown, day(5))).toEqual(["04 10 EUR counted", "05 10 EUR told"]);
    const untold = [
      reckoned("transactions", [flowOn(day(2), "1")], { to: day(20), readOn: day(3) }),
      balances([6, "10"]),
    ];
    expect(series(untold, day(6))).toEqual(["06 10 EUR told"]);
  });

  test("is worth at a day's end what was booked after the bank was asked, too", () => {
    const early = [entries([3, "5000"], [4, "-1"]), balances([3, "1000"], [4, "5999"])];
    expect(series(early, day(4))).toEqual(["03 6000 EUR counted", "04 5999 EUR told"]);
  });

  test("is counted anew from the bank's word of a day without entries, where the two differ", () => {
    const restated = [entries([1, "1"], [4, "-1"]), balances([2, "500"], [5, "10"])];
    expect(series(restated, day(5))).toEqual([
      "01 500 EUR counted",
      "02 500 EUR told",
      "03 11 EUR counted",
      "04 10 EUR counted",
      "05 10 EUR told",
    ]);
  });

  test("is not taken over past an entry that nothing was told of after", () => {
    const asked = reckoned("balances", [valueOn(day(1), "10")], { readOn: day(1) });
    expect(series([entries([1, "1"], [3, "-9"]), asked], day(4))).toEqual([
      "01 10 EUR told",
      "02 10 EUR carried",
      "03 unknown",
      "04 unknown",
    ]);
  });

  test("is counted on from a day that was over when it was told, as far as entries were told", () => {
    const asked = reckoned("balances", [valueOn(day(2), "10")], { readOn: day(4) });
    const told = reckoned("transactions", [flowOn(day(1), "1"), flowOn(day(4), "-3")], { readOn: day(4) });
    expect(series([told, asked], day(5)).slice(1)).toEqual([
      "02 10 EUR told",
      "03 10 EUR counted",
      "04 7 EUR counted",
      "05 7 EUR carried",
    ]);
    const unknown = reckoned("transactions", [flowOn(day(1), "1"), flowOn(day(4), null)], { readOn: day(4) });
    expect(series([unknown, asked], day(5)).slice(3)).toEqual(["04 unknown", "05 unknown"]);
  });

  test("counts what is booked for a day to come from that day on, and not before", () => {
    const ahead = [entries([2, "1"], [28, "-400"]), balances([5, "10"])];
    expect(series(ahead, day(5)).at(-1)).toBe("05 10 EUR told");
    expect(series(ahead, day(5))[0]).toBe("02 10 EUR counted");
  });

  test("that was emptied and filled again was worth nothing in between, which is known", () => {
    const told = [entries([1, "10"], [2, "-10"], [5, "7"]), balances([6, "7"])];
    expect(series(told, day(6)).slice(1, 4)).toEqual([
      "02 0 EUR counted",
      "03 0 EUR counted",
      "04 0 EUR counted",
    ]);
  });

  test("is not counted in a currency that it is not told to hold", () => {
    const foreign = flowOn(day(3), "5", { currency: "USD" });
    const told = [reckoned("transactions", [flowOn(day(2), "1"), foreign]), balances([4, "10"])];
    expect(series(told, day(4))).toEqual(["03 10 EUR counted", "04 10 EUR told"]);
  });

  test("is worth on each day what was booked until then, whatever was booked and wherever the periods are cut", () => {
    const bookings = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: -999, max: 999 })),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(bookings, fc.integer({ min: 2, max: 28 }), (booked, cut) => {
        const sums = new Map<number, number>();
        for (const [number, amount] of booked) sums.set(number, (sums.get(number) ?? 0) + amount);
        const rows = [...sums].map(([number, sum]) => flowOn(day(number), String(sum)));
        const parts = [
          reckoned(
            "transactions",
            rows.filter((row) => row.day < day(cut)),
            { to: day(cut) },
          ),
          reckoned(
            "transactions",
            rows.filter((row) => row.day >= day(cut)),
            { from: day(cut) },
          ),
        ];
        const until = (number: number) =>
          [...sums].reduce((sum, [on, amount]) => (on <= number ? sum + amount : sum), 0);
        const chunks = [...parts, balances([29, String(until(29))])];
        const found = seriesOf({ kind: "current", chunks }, day(29));
        expect(found[0]?.day).toBe(day(Math.min(...sums.keys())));
        for (const one of found) {
          const expected = until(Number(one.day.slice(8)));
          expect(one.values?.get("EUR")?.eq(exact(String(expected)))).toBe(true);
        }
      }),
    );
  });
});

test("the days of which entries were told end with the day of the reading and are told once", () => {
  const of = (from: string, to: string, readOn: string) => reckoned("transactions", [], { from, to, readOn });
  expect(
    toldDays([
      of("2026-03-01", "2026-04-01", "2026-03-10"),
      of("2026-02-10", "2026-03-01", "2026-03-10"),
      of("2025-12-01", "2026-01-01", "2026-01-10"),
      reckoned("balances", [], { from: "2025-01-01" }),
    ]),
  ).toEqual([
    { from: "2025-12-01", to: "2025-12-31" },
    { from: "2026-02-10", to: "2026-03-10" },
  ]);
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
});
