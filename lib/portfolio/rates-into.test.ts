import { expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import { dayNumber } from "./days.ts";
import { ratesInto } from "./rates-into.ts";

const day = dayNumber("2026-01-02");

function tableOf(value: string | null): { table: RateTable; asked: string[] } {
  const asked: string[] = [];
  const table: RateTable = {
    ...{ source: "a test", currencies: ["CHF", "EUR"], newestDay: "2026-01-02" },
    rateOn(from, to, on) {
      asked.push(`${from} ${to} ${on}`);
      return value === null ? null : { from, to, value: exact(value), day: on, isStale: false };
    },
  };
  return { table, asked };
}

test("a currency is converted at the rate of the day, which is looked up once", () => {
  const { table, asked } = tableOf("1.05");
  const into = ratesInto("EUR", table);
  expect([into("CHF", day), into("CHF", day)].map((one) => one?.by.toFixed())).toEqual(["1.05", "1.05"]);
  expect(asked).toEqual(["CHF EUR 2026-01-02"]);
});

test("what is in the currency already needs no rate", () => {
  const { table, asked } = tableOf(null);
  expect(ratesInto("CHF", table)("CHF", day)).toMatchObject({ rate: null });
  expect(asked).toEqual([]);
});

test.each([null, "0", "-1.05"])("a rate of %s is none", (value) => {
  expect(ratesInto("EUR", tableOf(value).table)("CHF", day)).toBeNull();
});
