import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordOf } from "#lib/records/shapes.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, reading, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { type Linked, testSyncs } from "#scripts/testing/sync-bank.ts";
import { addDaysTo, firstDayToRead, overlapDays } from "./periods.ts";
import { transactions as reader } from "./read-product.ts";
import { SettledEntries } from "./settle-entries.ts";
import { type KeptPeriod, toPeriods } from "./to-periods.ts";

type Row = RecordOf<"transactions">;

/** What a bank may do to its books between two readings, to days that the overlap reaches. */
const change = fc.record({
  kind: fc.constantFrom("book", "bookNameless", "reprice", "move", "hold"),
  daysAgo: fc.nat(overlapDays),
  which: fc.nat(),
  amount: fc.constantFrom("-3.20", "12.00", "-100.00"),
});
const night = fc.record({
  daysLater: fc.integer({ min: 0, max: 45 }),
  changes: fc.array(change, { maxLength: 8 }),
});
type Change = typeof change extends fc.Arbitrary<infer One> ? One : never;

/** A bank's books of one account, and what the bank has of pending entries today. */
interface Books {
  readonly booked: Map<string, Row>;
  pending: readonly Row[];
}

let names = 0;
const entry = (bookingDate: string | null, amount: string, more: Partial<Row> = {}): Row => ({
  ...{ status: "booked", entryReference: null, bookingDate, valueDate: null, amount, currency: "EUR" },
  ...{ counterparty: null, counterpartyAccount: null, remittance: null, bankTransactionCode: null },
  ...{ balanceAfter: null, transactionId: null, originalAmount: null, originalCurrency: null },
  ...more,
});

/** Nothing before `oldest` is touched: it is what the last reading's overlap began with. */
function happen(
  { booked, pending }: Books,
  { kind, daysAgo, which, amount }: Change,
  oldest: string,
  today: string,
) {
  names += 1;
  const day = [addDaysTo(today, -daysAgo), oldest].sort()[1] as string;
  const changeable = [...booked].filter(
    ([, row]) => row.transactionId !== null && (row.bookingDate ?? "") >= oldest,
  );
  const [name, row] = changeable[which % Math.max(changeable.length, 1)] ?? [];
  if (kind === "hold") return [...pending, entry(null, amount, { status: "pending", valueDate: day })];
  if (kind === "bookNameless") booked.set(`n-${names}`, entry(day, amount));
  else if (kind === "book" || !name || !row)
    booked.set(`t-${names}`, entry(day, amount, { transactionId: `t-${names}` }));
  else booked.set(name, { ...row, ...(kind === "move" ? { bookingDate: day } : { amount }) });
  return pending;
}

const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).sort();

describe("what a bank changes of the fourteen days before the last reading, or since", () => {
  test("is taken over exactly: nothing is lost and nothing stands twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(night, { minLength: 1, maxLength: 6 }), async (nights) => {
        const books: Books = { booked: new Map(), pending: [] };
        let kept: readonly KeptPeriod<Row>[] = [];
        let last: { asOf: Date | null; from: string | null } = { asOf: null, from: null };
        let today = "2026-01-20";
        for (const { daysLater, changes } of nights) {
          const oldest = addDaysTo(today, last.asOf === null ? -40 : -overlapDays);
          today = addDaysTo(today, daysLater);
          books.pending = [];
          for (const one of changes) books.pending = happen(books, one, oldest, today);

          const from = firstDayToRead(null, last, today);
          const settled = new SettledEntries(reader);
          for (const row of books.booked.values()) if ((row.bookingDate ?? "") >= from) settled.add(row);
          for (const row of books.pending) settled.add(row);
          const touched = kept.filter(({ to }) => to > from);
          const periods = await toPeriods({ from, today, records: settled.rows() }, touched, reader);
          const replaced = new Map(periods.map((one) => [one.from, one]));
          kept = [...kept.filter((one) => !replaced.has(one.from)), ...periods];
          last = { asOf: new Date(`${today}T02:00:00Z`), from: last.from ?? from };
          const known = kept.flatMap(({ records }) => records);
          expect(sorted(known)).toEqual(sorted([...books.booked.values(), ...books.pending]));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a bank that restates its last fourteen days", () => {
  const database = testDatabase();
  const people = testPeople(database);
  const syncs = testSyncs(database, people);
  let retail: RetailBank;
  beforeAll(async () => {
    retail = await startRetailBank();
  }, 60_000);
  afterAll(() => retail.close());

  const say = (userName: string, words: readonly string[]) =>
    retail.tpp.control("/words", { userName, words });

  async function linkedAs(userName: string, words: readonly string[]): Promise<Linked> {
    const connector = retail.connector();
    const grant = await retail.link(connector, userName);
    await say(userName, words);
    return syncs.link({ connector, grant });
  }

  /** The entries of all accounts, without whose they are: two links have other identifiers. */
  async function entriesOf(linked: Linked) {
    const chunks = await syncs.stored(linked);
    return sorted(chunks.flatMap((chunk) => (chunk.cluster === "transactions" ? chunk.records : [])));
  }

  test("is followed at the next reading, as whoever reads it for the first time has it, and back", async () => {
    const user = "exempt@restated";
    const linked = await linkedAs(user, []);
    await syncs.sync(linked);
    const before = await entriesOf(linked);

    await say(user, ["restated"]);
    await syncs.sync(linked);
    const fresh = await linkedAs("exempt@restated-first", ["restated"]);
    await syncs.sync(fresh);
    const restated = await entriesOf(linked);
    expect(restated).toEqual(await entriesOf(fresh));
    expect(restated).not.toEqual(before);

    await say(user, []);
    await syncs.sync(linked);
    expect(await entriesOf(linked)).toEqual(before);
  });

  test("does not tell it to whoever asks for what follows the last entry they know", async () => {
    const user = "exempt@restated-after";
    const connector = retail.connector();
    const grant = await retail.link(connector, user);
    const session = connector.open(grant, reading());
    const from = addDaysTo(new Date().toISOString().slice(0, 10), -overlapDays - 2);
    let missed = 0;
    for (const account of await allOf(session.accounts())) {
      await say(user, []);
      const before = await allOf(session.transactions(account, { from, withPending: false }));
      const known = before.find(({ entryReference }) => entryReference !== null)?.entryReference;
      if (!known) continue;
      await say(user, ["restated"]);
      const after = await allOf(session.transactions(account, { from, withPending: false }));
      const changed = after.filter(
        (one) => !before.some((old) => JSON.stringify(old) === JSON.stringify(one)),
      );
      // The entry may be gone itself: then the bank refuses, and nothing at all is told.
      const query = { from, withPending: false, after: known };
      const following = await allOf(session.transactions(account, query)).catch(() => []);
      missed += changed.filter(({ id }) => !following.some((one) => one.id === id)).length;
    }
    expect(missed).toBeGreaterThan(0);
  });
});
