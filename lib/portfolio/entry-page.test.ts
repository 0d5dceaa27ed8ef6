import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountId, ChunkId, ConnectionId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { type EntriesAsked, missingEntries, pageOfEntries } from "./entry-page.ts";

type Row = RecordOf<"transactions">;

const accountId = "acc_one" as AccountId;
const today = "2026-11-21";

const payment = (day: string, more: Partial<Row> = {}): Row => ({
  ...{ status: "booked", bookingDate: day, valueDate: null, amount: "-1.00", currency: "EUR" },
  ...{ entryReference: null, counterparty: null, counterpartyAccount: null, remittance: null },
  ...{ bankTransactionCode: null, balanceAfter: null, transactionId: null },
  ...{ originalAmount: null, originalCurrency: null },
  ...more,
});

const monthOf = (day: string) => `${day.slice(0, 7)}-01`;
const monthAfter = (day: string) => {
  const [year, month] = day.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
};

/** A bank's entries as they are kept: a month a chunk, what is pending in that of the reading. */
function kept(rows: readonly Row[]): readonly Chunk[] {
  const byMonth = Map.groupBy(rows, ({ status, bookingDate }) =>
    monthOf(status === "pending" ? today : (bookingDate ?? today)),
  );
  return [...byMonth].map(([from, records]) => ({
    ...{ chunkId: `rch_${from}` as ChunkId, version: 1, connectionId: "cnx_one" as ConnectionId, accountId },
    ...{ cluster: "transactions", from, to: monthAfter(from), asOf: new Date(`${today}T06:00:00Z`), records },
  }));
}

const nothing: EntriesAsked = {
  ...{ accountId: null, kind: null, from: null, to: null, search: null, before: null },
};

/** Asks as the database would answer, and counts what was opened. */
function reader(rows: readonly Row[], first = "2018-11-01") {
  const chunks = kept(rows);
  const opened: string[] = [];
  return {
    opened,
    ask: (asked: Partial<EntriesAsked> = {}) =>
      pageOfEntries({ ...nothing, ...asked }, { first, today }, async ({ from, to }) => {
        const found = chunks.filter((chunk) => chunk.to > from && (to === undefined || chunk.from < to));
        opened.push(...found.map((chunk) => chunk.from));
        return found;
      }),
  };
}

/** Every page, as somebody who goes on to the end sees them. */
async function walk(rows: readonly Row[], asked: Partial<EntriesAsked> = {}) {
  const { ask } = reader(rows);
  const seen: string[] = [];
  let before: string | null = null;
  for (let pages = 0; pages < 500; pages++) {
    const page = await ask({ ...asked, before });
    seen.push(...page.entries.map(({ key }) => key));
    if (page.next === null) return seen;
    before = page.next;
  }
  throw new Error("the pages have no end");
}

const dayBefore = (days: number): string =>
  new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
const daysAgo = fc.array(fc.integer({ min: -40, max: 2_000 }), { maxLength: 300 });

describe("transactions, a page at a time", () => {
  test("come once each, whichever days they are of, and none is left out", async () => {
    await fc.assert(
      fc.asyncProperty(daysAgo, fc.integer({ min: 0, max: 60 }), async (ago, pending) => {
        const rows = [
          ...ago.map((days) => payment(dayBefore(days))),
          ...Array.from({ length: pending }, () => payment(dayBefore(-3), { status: "pending" })),
        ];
        const seen = await walk(rows);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toHaveLength(rows.length);
      }),
      { numRuns: 40 },
    );
  });

  test("come the newest first, with what is pending above them", async () => {
    const rows = [payment("2026-11-02"), payment("2026-11-20"), payment("2026-11-25", { status: "pending" })];
    const { entries } = await reader(rows).ask();
    expect(entries.map(({ day, isPending }) => [day, isPending])).toEqual([
      ["2026-11-25", true],
      ["2026-11-20", false],
      ["2026-11-02", false],
    ]);
  });

  test("open no more months than a page needs", async () => {
    const rows = Array.from({ length: 2_000 }, (_, at) => payment(dayBefore(at)));
    const { ask, opened } = reader(rows);
    expect((await ask()).entries).toHaveLength(50);
    expect(opened).toEqual(
      ["2026-11-01", "2026-10-01", "2026-09-01"].filter((month) => opened.includes(month)),
    );
  });

  test("open nothing outside of a period that is asked for", async () => {
    const rows = Array.from({ length: 400 }, (_, at) => payment(dayBefore(at)));
    const { ask, opened } = reader(rows);
    const page = await ask({ from: "2026-03-10", to: "2026-04-05" });
    expect(
      page.entries
        .map(({ day }) => day)
        .toSorted()
        .at(0),
    ).toBe("2026-03-10");
    expect(page.entries.at(0)?.day).toBe("2026-04-05");
    expect(page.next).toBeNull();
    expect([...new Set(opened)].sort()).toEqual(["2026-03-01", "2026-04-01"]);
  });

  test("say how far back was looked where nothing is found, and where to go on", async () => {
    const { ask } = reader([payment("2026-11-02")], "2026-10-05");
    expect(await ask({ search: "nobody" })).toEqual({ entries: [], next: null, lookedFrom: "2026-10-05" });
  });

  test("are not looked through all at once for a rare word: there is a further page", async () => {
    const rows = Array.from({ length: 8_000 }, (_, at) => payment(dayBefore(Math.floor(at / 8))));
    const { ask, opened } = reader(rows);
    const page = await ask({ search: "nobody" });
    expect(page.entries).toEqual([]);
    expect(page.next).not.toBeNull();
    expect(opened.length).toBeLessThan(33);
  });

  test("are found by what is shown of them, however capitals and accents are written", async () => {
    const rows = [
      payment("2026-11-02", { counterparty: "Panadería Núñez", amount: "-12.50" }),
      payment("2026-11-03", { counterparty: "Ciclos", counterpartyAccount: "ES00 NUNEZ" }),
    ];
    const found = async (search: string) =>
      (await reader(rows).ask({ search })).entries.map(({ title }) => title);
    expect(await found("NUNEZ panaderia")).toEqual(["Panadería Núñez"]);
    expect(await found("12,50")).toEqual(["Panadería Núñez"]);
    expect(await found("nunez ciclos")).toEqual([]);
  });

  test("are narrowed to a kind", async () => {
    const rows = [
      payment("2026-11-02", { bankTransactionCode: "ACMT-MDOP-FEES" }),
      payment("2026-11-03", { bankTransactionCode: "PMNT-RCDT-SALA" }),
    ];
    expect((await reader(rows).ask({ kind: "fee" })).entries.map(({ kind }) => kind)).toEqual(["fee"]);
  });

  test("are none where nothing was ever asked for, which is another thing than none found", async () => {
    const page = await pageOfEntries(nothing, { first: null, today }, async () => []);
    expect(page).toEqual({ entries: [], next: null, lookedFrom: null });
  });
});

describe("transactions that are not there", () => {
  const investor = { accountId, cluster: "transactions" } as const;
  const product = { ...investor, investorId: "per_one", attemptedAt: null } as const;

  test("are named with why: not covered, not read, or failed", () => {
    const accounts = [{ accountId }];
    const reasons = (
      covered: readonly (typeof investor)[],
      state: "pending" | "failed" | "ok",
      asOf: Date | null,
    ) =>
      missingEntries(accounts, {
        covered,
        products: [{ ...product, investorId: "per_one" as never, state, reason: null, asOf }],
      }).map(({ reason }) => reason);
    expect(reasons([], "ok", new Date())).toEqual(["notConsented"]);
    expect(reasons([investor], "pending", null)).toEqual(["notRead"]);
    expect(reasons([investor], "failed", new Date())).toEqual(["failed"]);
    expect(reasons([investor], "ok", new Date())).toEqual([]);
  });
});
