import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { AspspTransaction } from "#lib/aspsp/records.ts";
import type { Booking } from "#sandbox/bank/books/bookings.ts";
import { accountsOf } from "#sandbox/bank/family/cash-accounts.ts";
import { dayOf, isoOf } from "#sandbox/bank/family/days.ts";
import { camt } from "#sandbox/bank/statements/camt.ts";
import { mt940 } from "#sandbox/bank/statements/mt940.ts";
import type { Statement as Written } from "#sandbox/bank/statements/statement.ts";
import { parseCamt } from "./camt.ts";
import { parseMt940 } from "./mt940.ts";
import { checkedEntries, type Statement, StatementError } from "./statement.ts";

const [account] = accountsOf("sms");
if (!account) throw new Error("the family has an account");

/** Also what means something to XML and to SWIFT. */
const words = fc
  .stringMatching(/^[A-Za-z0-9 <>&"'/:?,.()+éüß€-]{1,120}$/)
  .filter((text) => /[A-Za-z0-9]/.test(text));

const booking = fc
  .record({
    reference: fc.stringMatching(/^[A-Z0-9]{4,14}$/),
    bookedOn: fc.integer({ min: dayOf("2016-01-01"), max: dayOf("2030-12-31") }),
    apart: fc.integer({ min: -5, max: 5 }),
    minor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
    text: words,
    name: words,
    hasIban: fc.boolean(),
    code: fc.constantFrom("PMNT-RCDT-SALA", "PMNT-CCRD-POSD"),
  })
  .map(
    ({ apart, name, hasIban, ...rest }) =>
      ({
        ...rest,
        orderedOn: rest.bookedOn,
        valuedOn: rest.bookedOn + apart,
        party: { name, ...(hasIban ? { iban: "DE89370400440532013000" } : {}) },
      }) as unknown as Booking,
  );

const statement = fc
  .record({
    entries: fc.array(booking, { maxLength: 12 }),
    openingMinor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
  })
  .map(
    ({ entries, openingMinor }): Written => ({
      id: "S-1",
      account,
      bic: "ARDVESM0",
      madeAt: new Date(0),
      from: dayOf("2016-01-01"),
      to: dayOf("2031-01-01"),
      openingMinor,
      closingMinor: entries.reduce((sum, { minor }) => sum + minor, openingMinor),
      entries,
      pending: [],
    }),
  );

/** By value: zeros that follow the cents are no other amount. */
function minorOf(amount: string): bigint | string {
  const [, whole = "", cents = ""] = /^(-?\d+)(?:\.(\d\d?)0*)?$/.exec(amount) ?? [];
  return whole === "" ? amount : BigInt(whole + cents.padEnd(2, "0"));
}
const factsOf = ({ bookingDate, valueDate, amount }: AspspTransaction) => [
  bookingDate,
  valueDate,
  minorOf(amount),
];
const wanted = ({ entries }: Written) =>
  entries.map(({ bookedOn, valuedOn, minor }) => [isoOf(bookedOn), isoOf(valuedOn), minor]);

const formats = [
  ["camt.052", (one: Written) => camt(one, "camt052"), parseCamt],
  ["camt.053", (one: Written) => camt(one, "camt053"), parseCamt],
  ["camt.053, eighth version", (one: Written) => camt(one, "camt053-v8"), parseCamt],
  ["MT940", mt940, async (bytes: Uint8Array) => parseMt940(bytes)],
] as const;

async function read(parse: (bytes: Uint8Array) => Promise<readonly Statement[]>, text: string) {
  return (await parse(Buffer.from(text))).flatMap(checkedEntries);
}

describe.each(formats)("%s", (_, write, parse) => {
  test("is read as it was written, to the last entry and figure", async () => {
    await fc.assert(
      fc.asyncProperty(statement, async (one) => {
        const entries = await read(parse, write(one));
        expect(entries.map(factsOf)).toEqual(wanted(one));
        expect(entries.every(({ currency, id }) => currency === "EUR" && id === null)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("that ends anywhere before its end is an error and never a shorter list", async () => {
    await fc.assert(
      fc.asyncProperty(statement, fc.double({ min: 0, max: 0.999, noNaN: true }), async (one, share) => {
        const text = write(one).trimEnd();
        const cut = text.slice(0, Math.floor(text.length * share));
        // The last line of MT940 only says that nothing follows.
        if (cut.trimEnd() === text.replace(/\s*-$/, "")) return;
        await expect(read(parse, cut)).rejects.toThrow(StatementError);
      }),
      { numRuns: 200 },
    );
  });

  test("whose amounts do not make its closing balance is an error", async () => {
    const moved = statement.filter(({ entries }) => entries.some(({ minor }) => minor !== 0n));
    await fc.assert(
      fc.asyncProperty(moved, fc.bigInt({ min: 1n, max: 10n ** 6n }), async (one, off) => {
        const wrong = { ...one, closingMinor: one.closingMinor + off };
        await expect(read(parse, write(wrong))).rejects.toThrow(StatementError);
      }),
      { numRuns: 100 },
    );
  });

  test("with any one character changed never tells other amounts", async () => {
    const moving = statement.filter(({ entries }) => entries.every(({ minor }) => minor !== 0n));
    const other = fc.constantFrom("0", "7", "D", "C", "<", ":", ",", "\n", "-");
    await fc.assert(
      fc.asyncProperty(moving, fc.nat(), other, async (one, at, into) => {
        const text = write(one);
        const place = at % text.length;
        const changed = text.slice(0, place) + into + text.slice(place + 1);
        const entries = await read(parse, changed).catch((cause: unknown) => {
          expect(cause).toBeInstanceOf(StatementError);
          return null;
        });
        const amounts = entries?.map(({ amount }) => minorOf(amount));
        if (amounts) expect(amounts).toEqual(one.entries.map(({ minor }) => minor));
      }),
      { numRuns: 500 },
    );
  });
});
