import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exact, exact } from "#lib/kernel/decimal.ts";
import { dayNumber } from "./days.ts";
import { type Flow, timeWeighted, type Valued } from "./time-weighted.ts";

const values = (given: Readonly<Record<string, string>>): readonly Valued[] =>
  Object.entries(given).map(([day, value]) => ({ day: dayNumber(day), value: exact(value) }));

/** What comes in is there from the day's beginning, what goes out to its end. */
const flows = (given: Readonly<Record<string, string>>): readonly Flow[] =>
  Object.entries(given).map(([day, amount]) => ({
    ...{ day: dayNumber(day), amount: exact(amount) },
    isAtEnd: amount.startsWith("-"),
  }));

function returnOf(
  held: Readonly<Record<string, string>>,
  moved: Readonly<Record<string, string>> = {},
  earned: Readonly<Record<string, string>> = {},
) {
  const found = timeWeighted(values(held), flows(moved), flows(earned));
  if (found.kind !== "known") return found;
  const { growth, isEstimated, withoutCapital } = found;
  return { return: growth.minus(1).toNumber(), isEstimated, withoutCapital };
}

const exactly = (fraction: number, digits = 12) => ({
  ...{ return: expect.closeTo(fraction, digits), isEstimated: false, withoutCapital: [] },
});

describe("published examples", () => {
  test("Eagle Investment Systems, Time Weighted Return: 1000, then 1050 before 100 comes in, then 1200 is 9.56 % (5 % and 4.3 %)", () => {
    const held = { "2026-06-30": "1000", "2026-07-14": "1050", "2026-07-31": "1200" };
    expect(returnOf(held, { "2026-07-15": "100" })).toEqual(exactly(1.05 * (1200 / 1150) - 1));
    expect(1.05 * (1200 / 1150) - 1).toBeCloseTo(0.0956, 3);
  });

  test("CFA Program curriculum, Level I, Walbright Fund: 100 and 12 earned, 20 come in, 140 and 2.64 earned at the end: 21.03 %", () => {
    const held = { "2003-12-31": "100", "2004-04-30": "112", "2004-12-31": "142.64" };
    expect(returnOf(held, { "2004-05-01": "20" })).toEqual(exactly(0.2103, 4));
  });

  test("CFA Program curriculum, Level I: a share from 200 to 225, a second, both to 235, dividends of 5: 15 % and 6.67 %", () => {
    const held = { "2023-01-01": "200", "2024-01-01": "225", "2025-01-01": "470" };
    const moved = { "2024-01-01": "-5", "2024-01-02": "225", "2025-01-01": "-10" };
    expect(returnOf(held, moved)).toEqual(exactly(1.15 * (480 / 450) - 1));
    expect(480 / 450 - 1).toBeCloseTo(0.0667, 4);
  });

  test("Modified Dietz, Wikipedia, Example: 100, 50 come in after one of two years, 300 at the end: 150 on 125 is 120 %", () => {
    const held = { "2022-12-31": "100", "2024-12-30": "300" };
    const found = returnOf(held, { "2024-01-01": "50" });
    expect(found).toEqual({ return: expect.closeTo(1.2, 12), isEstimated: true, withoutCapital: [] });
  });
});

describe("a flow", () => {
  test("that comes in at a day's beginning and is still there at its end is no return", () => {
    expect(returnOf({ "2026-01-01": "100", "2026-01-02": "150" }, { "2026-01-02": "50" })).toEqual(
      exactly(0),
    );
  });

  test("that goes out is no return either", () => {
    expect(returnOf({ "2026-01-01": "100", "2026-01-02": "30" }, { "2026-01-02": "-70" })).toEqual(
      exactly(0),
    );
  });

  test("on a day without a known value makes an estimate, which says so", () => {
    const held = { "2026-01-01": "100", "2026-01-05": "165" };
    expect(returnOf(held, { "2026-01-03": "50" })).toEqual({
      ...{ return: expect.closeTo(15 / (100 + (50 * 3) / 4), 12), isEstimated: true, withoutCapital: [] },
    });
  });

  test("on the day after a known value, or out on the day of one, is reckoned exactly however far the next value is", () => {
    const held = { "2026-01-01": "100", "2026-01-05": "90" };
    expect(returnOf(held, { "2026-01-02": "50", "2026-01-05": "-75" })).toEqual(exactly(15 / 150));
  });
});

describe("an account that is emptied and filled again (complaint 17)", () => {
  test("has the gain of its last day and not -100 %", () => {
    const held = { "2026-01-01": "100", "2026-01-02": "0" };
    expect(returnOf(held, { "2026-01-02": "-105" })).toEqual(exactly(0.05));
  });

  test("has no return while nothing is there, says so, and goes on where it stopped", () => {
    const held = {
      ...{ "2026-01-01": "100", "2026-01-02": "110", "2026-01-03": "0", "2026-01-04": "0" },
      ...{ "2026-01-05": "0", "2026-01-06": "50", "2026-01-07": "55" },
    };
    expect(returnOf(held, { "2026-01-03": "-110", "2026-01-06": "50" })).toEqual({
      return: expect.closeTo(1.1 * 1.1 - 1, 12),
      isEstimated: false,
      withoutCapital: [{ from: dayNumber("2026-01-04"), to: dayNumber("2026-01-05") }],
    });
  });

  test("is not thrown off by a dividend that is paid after all was sold", () => {
    const held = { "2026-01-01": "100", "2026-01-02": "0", "2026-01-09": "0", "2026-01-10": "0" };
    const moved = { "2026-01-02": "-110", "2026-01-09": "-3" };
    expect(returnOf(held, moved, { "2026-01-09": "3" })).toMatchObject({
      return: expect.closeTo(0.1, 12),
      withoutCapital: [{ from: dayNumber("2026-01-03"), to: dayNumber("2026-01-10") }],
    });
  });

  test("waits for the money of a sale that is paid two days after the instruments are gone", () => {
    const held = { "2026-01-01": "100", "2026-01-02": "0", "2026-01-03": "0", "2026-01-04": "0" };
    expect(returnOf(held, { "2026-01-04": "-105" })).toEqual({
      ...{ return: expect.closeTo(0.05, 12), isEstimated: true, withoutCapital: [] },
    });
  });

  test("waits for instruments that come two days after they were paid, and for the payment of what came before it", () => {
    const late = { "2026-01-01": "0", "2026-01-02": "0", "2026-01-03": "0", "2026-01-04": "100" };
    expect(returnOf(late, { "2026-01-02": "100" })).toMatchObject({ return: expect.closeTo(0, 12) });
    const early = { "2026-01-01": "0", "2026-01-02": "100", "2026-01-03": "100", "2026-01-04": "100" };
    expect(returnOf(early, { "2026-01-04": "100" })).toMatchObject({ return: expect.closeTo(0, 12) });
  });

  test("is a contradiction where all goes and no flow ever says where", () => {
    const held = { "2026-01-01": "100", "2026-01-02": "0", "2026-01-20": "0" };
    const span = { from: dayNumber("2026-01-02"), to: dayNumber("2026-01-02") };
    expect(returnOf(held)).toEqual({ kind: "contradiction", span });
  });

  test("is a contradiction where something comes from nowhere, and not merged with a flow of months later", () => {
    const held = { "2026-01-01": "0", "2026-01-02": "100", "2026-03-01": "100", "2026-03-02": "200" };
    expect(returnOf(held, { "2026-03-02": "100" })).toMatchObject({ kind: "contradiction" });
    const gone = { "2026-01-01": "100", "2026-01-02": "0", "2026-03-01": "0", "2026-03-02": "200" };
    expect(returnOf(gone, { "2026-03-02": "200" })).toMatchObject({ kind: "contradiction" });
  });
});

test("nothing was ever invested: there is nothing that a return could be on", () => {
  expect(returnOf({ "2026-01-01": "0", "2026-01-05": "0" })).toEqual({ kind: "noCapital" });
  expect(returnOf({ "2026-01-01": "-10", "2026-01-05": "-12" })).toEqual({ kind: "noCapital" });
});

describe("any course of values", () => {
  const amount = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => new Exact(cents).dividedBy(100));
  /** Each day a growth and what came in or went out; never more than is there. */
  const course = fc
    .tuple(
      amount,
      fc.array(
        fc.record({
          percent: fc.integer({ min: -50, max: 100 }),
          flow: fc.option(fc.double({ min: -0.9, max: 3, noNaN: true })),
        }),
        { minLength: 2, maxLength: 25 },
      ),
    )
    .map(([begin, days]) => {
      const held: Valued[] = [{ day: 0, value: begin }];
      const moved: Flow[] = [];
      let growth = new Exact(1);
      for (const [at, { percent, flow }] of days.entries()) {
        const before = (held.at(-1) as Valued).value;
        const factor = new Exact(100 + percent).dividedBy(100);
        const put = before.times(flow ?? 0).toDecimalPlaces(4);
        const isAtEnd = put.isNegative();
        const value = isAtEnd ? before.times(factor).plus(put.times(factor)) : before.plus(put).times(factor);
        if (!put.isZero()) moved.push({ day: at + 1, amount: isAtEnd ? put.times(factor) : put, isAtEnd });
        held.push({ day: at + 1, value });
        growth = growth.times(factor);
      }
      return { held, moved, growth };
    });

  const growthOf = (held: readonly Valued[], moved: readonly Flow[]): number => {
    const found = timeWeighted(held, moved, []);
    return found.kind === "known" ? found.growth.toNumber() : Number.NaN;
  };

  test("returns what its days were made with, whatever came in and went out", () => {
    fc.assert(
      fc.property(course, ({ held, moved, growth }) => {
        expect(growthOf(held, moved) / growth.toNumber()).toBeCloseTo(1, 10);
      }),
    );
  });

  test("returns the product of two periods that it is cut into, wherever it is cut", () => {
    fc.assert(
      fc.property(course, fc.nat(), ({ held, moved }, cut) => {
        const at = 1 + (cut % (held.length - 2));
        const parts = [held.slice(0, at + 1), held.slice(at)].map((part) => growthOf(part, moved));
        expect(((parts[0] as number) * (parts[1] as number)) / growthOf(held, moved)).toBeCloseTo(1, 10);
      }),
    );
  });

  test("returns the same in another unit", () => {
    fc.assert(
      fc.property(course, amount, ({ held, moved }, factor) => {
        const scaled = growthOf(
          held.map(({ day, value }) => ({ day, value: value.times(factor) })),
          moved.map((flow) => ({ ...flow, amount: flow.amount.times(factor) })),
        );
        expect(scaled / growthOf(held, moved)).toBeCloseTo(1, 10);
      }),
    );
  });
});
