import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordOf } from "#lib/records/shapes.ts";
import { firstDayToRead } from "./periods.ts";
import { transactions as reader } from "./read-product.ts";
import { SettledEntries } from "./settle-entries.ts";
import { type KeptPeriod, toPeriods } from "./to-periods.ts";

type Row = RecordOf<"transactions">;

const row = (more: Partial<Row> = {}): Row => ({
  status: "booked",
  entryReference: null,
  bookingDate: "2026-03-10",
  valueDate: null,
  amount: "-3.20",
  currency: "EUR",
  counterparty: "Café Bréa",
  counterpartyAccount: null,
  remittance: null,
  bankTransactionCode: null,
  balanceAfter: null,
  transactionId: null,
  originalAmount: null,
  originalCurrency: null,
  ...more,
});

const settled = (rows: readonly Row[]): readonly Row[] => {
  const entries = new SettledEntries(reader);
  for (const one of rows) entries.add(one);
  return entries.rows();
};

const asked = { from: "2026-01-01", today: "2026-04-20" };
const read = (rows: readonly Row[], kept: readonly KeptPeriod<Row>[] = [], more = {}) =>
  toPeriods({ ...asked, ...more, records: settled(rows) }, kept, reader);

const all = (periods: readonly KeptPeriod<Row>[]) => periods.flatMap(({ records }) => records);
const shown = (periods: readonly KeptPeriod<Row>[]) =>
  periods.map(({ from, to, records }) => `${from} ${to} ${records.length}`);

const day = fc.integer({ min: 0, max: 109 }).map((days) => {
  const at = new Date("2026-01-01T00:00:00Z");
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
});
/** Few values, so that many entries are equal. */
const anyRow = fc
  .record({
    bookingDate: day,
    amount: fc.constantFrom("-3.20", "12.00"),
    status: fc.constantFrom("booked", "pending"),
  })
  .map((some) => row(some as Partial<Row>));
/** Some bear identifiers of the bank, each its own. */
const anyList = fc
  .array(anyRow, { maxLength: 40 })
  .chain((rows) =>
    fc
      .array(fc.boolean(), { minLength: rows.length, maxLength: rows.length })
      .map((named) => rows.map((one, at) => (named[at] ? { ...one, transactionId: `t-${at}` } : one))),
  );

describe("one answer of a bank", () => {
  test("is the same records however often, on whatever pages and in whatever order it came", async () => {
    await fc.assert(
      fc.asyncProperty(anyList, fc.nat(), fc.integer({ min: 1, max: 7 }), async (rows, seed, size) => {
        const turned = rows
          .map((one, at) => ({ one, key: (at * 7_919 + seed) % 104_729 }))
          .sort((a, b) => a.key - b.key);
        const shuffled = turned.map(({ one }) => one);
        // Pages overlap by an entry that bears the bank's identifier.
        const paged = shuffled.flatMap((one, at) =>
          at % size === 0 && one.transactionId !== null ? [one, one] : [one],
        );
        const first = await read(rows);
        expect(await read(paged)).toEqual(first);
        expect(await read(paged, first)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  test("keeps every booked entry, and each in one month only", async () => {
    await fc.assert(
      fc.asyncProperty(anyList, async (rows) => {
        const periods = await read(rows);
        expect(all(periods)).toHaveLength(rows.length);
        for (const { from, to, records } of periods) {
          const days = records
            .filter(({ status }) => status === "booked")
            .map(({ bookingDate }) => bookingDate ?? "");
          expect(days.every((one) => from <= one && one < to)).toBe(true);
        }
        for (const [at, { to }] of periods.entries()) expect(periods[at + 1]?.from ?? to).toBe(to);
      }),
    );
  });

  test("has two equal purchases of a day as two", async () => {
    expect(all(await read([row(), row()]))).toHaveLength(2);
  });

  test("has an entry once that came on two pages under one identifier", async () => {
    expect(all(await read([row({ transactionId: "1" }), row({ transactionId: "1" })]))).toHaveLength(1);
  });

  test("with two different entries under one identifier is no answer", async () => {
    const rows = [row({ transactionId: "1" }), row({ transactionId: "1", amount: "-4.00" })];
    await expect(async () => read(rows)).rejects.toMatchObject({ reason: "malformedAnswer" });
  });
});

describe("a pending entry", () => {
  const pending = row({
    status: "pending",
    bookingDate: null,
    valueDate: "2026-04-19",
    transactionId: "p-1",
  });

  test("is booked once, by its identifier or by its reference and amount", async () => {
    const named = { ...pending, transactionId: null, entryReference: "r-7" };
    expect(all(await read([pending, row({ transactionId: "p-1" })]))).toEqual([
      row({ transactionId: "p-1" }),
    ]);
    expect(all(await read([named, row({ entryReference: "r-7" })]))).toEqual([
      row({ entryReference: "r-7" }),
    ]);
    expect(all(await read([named, row({ entryReference: "r-7", amount: "-9.00" })]))).toHaveLength(2);
  });

  test("stands in the month of the reading, and is gone when it is not told again", async () => {
    const first = await read([row(), pending]);
    expect(shown(first)).toEqual(["2026-03-01 2026-04-01 1", "2026-04-01 2026-05-01 1"]);
    const later = await read([row()], first, { from: "2026-04-01", today: "2026-05-02" });
    expect(shown(later)).toEqual(["2026-04-01 2026-05-01 0", "2026-05-01 2026-06-01 0"]);
  });

  test("becomes the booked one at the next reading", async () => {
    const first = await read([pending]);
    const booked = row({ bookingDate: "2026-04-21" });
    const next = await read([booked], first, { from: "2026-04-01", today: "2026-04-22" });
    expect(all(next)).toEqual([booked]);
  });
});

describe("what was kept before", () => {
  test("stays where the bank does not go back that far any more", async () => {
    const first = await read([row({ bookingDate: "2026-01-05" }), row({ bookingDate: "2026-02-20" }), row()]);
    const later = await read([row({ bookingDate: "2026-02-22" }), row()], first);
    expect(all(later).map(({ bookingDate }) => bookingDate)).toEqual([
      "2026-01-05",
      "2026-02-20",
      "2026-02-22",
      "2026-03-10",
    ]);
  });

  test("stays when the bank tells nothing at all", async () => {
    const first = await read([row()]);
    expect(all(await read([], first))).toEqual([row()]);
  });

  test("is not kept twice when the bank moves an entry to another day", async () => {
    const moved = { transactionId: "m-1" };
    const first = await read([row({ ...moved, bookingDate: "2026-01-05" })]);
    expect(all(await read([row({ ...moved, bookingDate: "2026-01-07" })], first))).toHaveLength(1);
  });

  test("is cut where a later consent begins, and each day stays in one place", async () => {
    const rows = [row({ bookingDate: "2026-03-05" }), row({ bookingDate: "2026-03-25" })];
    const first = await read(rows, [], { from: "2026-03-01" });
    const cut = await read(rows, first, { from: "2026-03-15" });
    expect(shown(cut)).toEqual([
      "2026-03-01 2026-03-15 1",
      "2026-03-15 2026-04-01 1",
      "2026-04-01 2026-05-01 0",
    ]);
    const back = await read(
      rows,
      cut.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
      { from: "2026-03-01" },
    );
    expect(shown(back)).toEqual(shown(cut));
  });

  test("is empty only as far as the bank said so: from the first entry it told, or this month", async () => {
    expect(shown(await read([]))).toEqual(["2026-04-01 2026-05-01 0"]);
    expect(shown(await read([row({ bookingDate: "2026-02-11" })]))).toEqual([
      "2026-02-01 2026-03-01 1",
      "2026-03-01 2026-04-01 0",
      "2026-04-01 2026-05-01 0",
    ]);
  });
});

describe("the first day to read", () => {
  const today = "2026-04-20";
  const last = (asOf: string, from: string) => ({ asOf: new Date(`${asOf}T02:00:00Z`), from });

  test("is where the consent's history begins, or eight years ago", () => {
    const never = { asOf: null, from: null };
    expect(firstDayToRead("2025-06-03", never, today)).toBe("2025-06-03");
    expect(firstDayToRead(null, never, today)).toBe("2018-04-01");
  });

  test("is later the beginning of the month in which fourteen days before the last reading lie", () => {
    expect(firstDayToRead(null, last("2026-04-19", "2018-04-01"), today)).toBe("2026-04-01");
    expect(firstDayToRead(null, last("2026-04-10", "2018-04-01"), today)).toBe("2026-03-01");
    expect(firstDayToRead("2026-04-05", last("2026-04-19", "2026-04-05"), today)).toBe("2026-04-05");
  });

  test("is the consent's again when a consent reaches further back than what was read", () => {
    expect(firstDayToRead("2024-01-01", last("2026-04-19", "2026-01-01"), today)).toBe("2024-01-01");
  });
});
