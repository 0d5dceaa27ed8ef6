import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kept } from "#lib/consent/keep-data.ts";
import { newId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { isTakenAway, keepingOf } from "./keeping.ts";
import { type Keeping, minimise } from "./minimise.ts";

const everything: Keeping = { from: null, leavesOut: [], namesHolders: true };
const about = {
  ...{ chunkId: newId("rch"), connectionId: newId("cnx"), accountId: newId("acc"), version: 4 },
  asOf: new Date("2026-06-01T12:00:00Z"),
};
const day = (number: number) => `2026-03-${String(number).padStart(2, "0")}`;
const payment = (number: number, more: Partial<RecordOf<"transactions">> = {}): RecordOf<"transactions"> => ({
  ...{ status: "booked", bookingDate: day(number), valueDate: null, amount: "-3.20", currency: "EUR" },
  ...{
    entryReference: null,
    counterparty: "Café Bréa",
    counterpartyAccount: null,
    remittance: "two coffees",
  },
  ...{ bankTransactionCode: null, balanceAfter: null, transactionId: null },
  ...{ originalAmount: null, originalCurrency: null, ...more },
});
const march = (records: readonly RecordOf<"transactions">[]): Chunk => ({
  ...{ ...about, cluster: "transactions", from: "2026-03-01", to: "2026-04-01", records },
});

describe("a period of payments", () => {
  test("is cut where what may be kept begins, and no earlier day is in it", () => {
    const days = fc.array(fc.integer({ min: 1, max: 31 }), { maxLength: 20 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 31 }), (numbers, first) => {
        const chunk = march(numbers.map((number) => payment(number)));
        const after = minimise(chunk, { ...everything, from: day(first) });
        expect(after).toMatchObject({ from: day(first), to: "2026-04-01" });
        expect(after?.records).toEqual(chunk.records.filter((_row, at) => (numbers[at] ?? 0) >= first));
      }),
    );
  });

  test("that ends before it goes whole, and one that begins after it is as it was", () => {
    const chunk = march([payment(1)]);
    expect(minimise(chunk, { ...everything, from: "2026-04-01" })).toBeNull();
    expect(minimise(chunk, { ...everything, from: "2026-03-01" })).toBe(chunk);
  });

  test("keeps what bears no day, which was pending when it was read", () => {
    const pending = payment(1, { status: "pending", bookingDate: null });
    expect(minimise(march([pending]), { ...everything, from: day(20) })?.records).toEqual([pending]);
  });

  test("loses what is left out, and is as it was where there is nothing of it", () => {
    const leavesOut = ["counterparties" as const, "paymentTexts" as const];
    const after = minimise(march([payment(3), payment(4)]), { ...everything, leavesOut });
    expect(after?.records).toEqual(
      [3, 4].map((number) => payment(number, { counterparty: null, remittance: null })),
    );
    const bare = march((after?.records ?? []) as RecordOf<"transactions">[]);
    expect(minimise(bare, { ...everything, leavesOut })).toBe(bare);
  });
});

describe("who an account is", () => {
  const identity: Chunk = {
    ...{ ...about, cluster: "identity", from: "1970-01-01", to: "9999-12-31" },
    records: [
      { fact: "iban", value: "NL91ABNA0417164300", share: null },
      { fact: "name", value: "Household", share: null },
      { fact: "holder", value: "Ana Prado", share: "0.5" },
      { fact: "holder", value: "Bo Prado", share: "0.5" },
    ],
  };

  test("is told without its holders where no consent covers them, and as it was where one does", () => {
    const after = minimise(identity, { ...everything, namesHolders: false });
    expect(JSON.stringify(after)).not.toContain("Prado");
    expect(after?.records).toHaveLength(2);
    expect(minimise(identity, everything)).toBe(identity);
  });
});

describe("what may be kept of an account", () => {
  const consentId = newId("con");
  const { accountId } = about;
  const covering = (...clusters: ("identity" | "balances")[]): Kept["accounts"] =>
    new Map([[accountId, new Map(clusters.map((one) => [one, { from: null, leavesOut: [] }]))]]);
  const inForce = (namesHolders: boolean): Kept["inForce"] => new Map([[consentId, { namesHolders }]]);
  const none = { accounts: new Map(), inForce: new Map() } as Kept;
  const account = (state: "offered" | "chosen" | "declined" | "gone") => ({ accountId, state, consentId });

  test("is nothing where no consent covers it", () => {
    for (const state of ["chosen", "declined", "gone"] as const) {
      expect(keepingOf(account(state), "balances", none)).toBeNull();
      expect(keepingOf(account(state), "identity", none)).toBeNull();
    }
    expect(keepingOf(account("offered"), "identity", none)).toBeNull();
  });

  test("is its number where one covers anything of it, and its holders where that is covered", () => {
    const kept = { accounts: covering("balances"), inForce: inForce(false) };
    expect(keepingOf(account("chosen"), "identity", kept)).toMatchObject({ namesHolders: false });
    expect(keepingOf(account("chosen"), "transactions", kept)).toBeNull();
    const named = { accounts: covering("identity"), inForce: inForce(true) };
    expect(keepingOf(account("chosen"), "identity", named)).toMatchObject({ namesHolders: true });
  });

  test("is its number while its investor is asked about it, with its holders only where that is covered", () => {
    const asking = (namesHolders: boolean): Kept => ({ ...none, inForce: inForce(namesHolders) });
    for (const named of [true, false]) {
      expect(keepingOf(account("offered"), "identity", asking(named))).toMatchObject({ namesHolders: named });
      expect(keepingOf(account("declined"), "identity", asking(named))).toBeNull();
    }
  });

  test("is taken away from a consent that goes on, and not by its end", () => {
    expect(isTakenAway(account("chosen"), { accounts: new Map(), inForce: inForce(false) })).toBe(true);
    expect(isTakenAway(account("chosen"), { accounts: covering("balances"), inForce: inForce(false) })).toBe(
      false,
    );
    expect(isTakenAway(account("chosen"), none)).toBe(false);
    expect(isTakenAway(account("offered"), { accounts: new Map(), inForce: inForce(false) })).toBe(false);
  });
});
