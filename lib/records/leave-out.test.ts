import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Leavable, leavable } from "#lib/kernel/data-cluster.ts";
import { leaveOut, leaveOutOf } from "./leave-out.ts";
import type { RecordOf } from "./shapes.ts";

type Payment = RecordOf<"transactions">;

/** A text of a kind that stands nowhere else in a payment. */
const written = (kind: string) =>
  fc.option(
    fc.uuid().map((one) => `${kind} ${one}`),
    { nil: null },
  );

/** The same in letters that no name has, so that it names nobody. */
const unnaming = written("TXT").map(
  (one) => one?.replace(/[0-9a-f]/g, (digit) => "ghijklmnopqrstuv"[Number.parseInt(digit, 16)] ?? "") ?? null,
);

const payment: fc.Arbitrary<Payment> = fc.record({
  status: fc.constantFrom("booked" as const, "pending" as const, "information" as const),
  entryReference: written("reference"),
  bookingDate: fc.constantFrom(null, "2026-03-10"),
  valueDate: fc.constantFrom(null, "2026-03-11"),
  amount: fc.constantFrom("-3.20", "12.00"),
  currency: fc.constant("EUR"),
  counterparty: written("name"),
  counterpartyAccount: written("account"),
  remittance: unnaming,
  bankTransactionCode: fc.oneof(fc.constantFrom(null, "PMNT-ICDT-STDO", "dividendCash"), written("code")),
  balanceAfter: fc.constantFrom(null, "100.00"),
  transactionId: fc.constantFrom(null, "t-1"),
  originalAmount: fc.constantFrom(null, "-3.50"),
  originalCurrency: fc.constantFrom(null, "CHF"),
});
const [samplePayment] = fc.sample(payment, { numRuns: 1, seed: 1 }) as [Payment];
const some = fc.subarray([...leavable], { minLength: 1 });

/** Written a second time on purpose: what may not be there once something is left out. */
const leftOut: Readonly<Record<Leavable, readonly (keyof Payment)[]>> = {
  counterparties: ["counterparty", "counterpartyAccount", "entryReference"],
  paymentTexts: ["remittance", "entryReference"],
};
const always = [
  ...["status", "bookingDate", "valueDate", "amount", "currency", "balanceAfter", "transactionId"],
  ...["originalAmount", "originalCurrency"],
] as readonly (keyof Payment)[];

describe("a payment of which something is left out", () => {
  test("has no letter of it", () => {
    fc.assert(
      fc.property(payment, some, (whole, leavesOut) => {
        const kept = JSON.stringify(leaveOut(whole, leavesOut));
        for (const field of leavesOut.flatMap((one) => leftOut[one])) {
          const text = whole[field];
          if (text !== null) expect(kept).not.toContain(String(text).slice(-12));
        }
        expect(kept).not.toContain('"code ');
      }),
    );
  });

  test("has everything else", () => {
    fc.assert(
      fc.property(payment, some, (whole, leavesOut) => {
        const kept = leaveOut(whole, leavesOut);
        expect(Object.keys(kept)).toEqual(Object.keys(whole));
        for (const field of always) expect(kept[field]).toBe(whole[field]);
        if (!leavesOut.includes("counterparties")) expect(kept.counterparty).toBe(whole.counterparty);
        if (!leavesOut.includes("paymentTexts")) expect(kept.remittance).toBe(whole.remittance);
        if (/^(PMNT|dividend)/.test(whole.bankTransactionCode ?? ""))
          expect(kept.bankTransactionCode).toBe(whole.bankTransactionCode);
      }),
    );
  });

  test("has no text that names who is left out, however it is written", () => {
    const anyName = fc.string({ unit: "grapheme", minLength: 3, maxLength: 30 });
    const around = fc.string({ maxLength: 10 });
    const spelled = [
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string) => name.toLowerCase(),
      (name: string) => [...name].join(" "),
      (name: string) => name.normalize("NFD"),
    ];
    fc.assert(
      fc.property(
        anyName,
        around,
        around,
        fc.constantFrom(...spelled),
        payment,
        (name, a, b, spell, whole) => {
          fc.pre(/[a-z]{3}/.test(name));
          const text = `${a}${spell(name)}${b}`;
          const naming = { ...whole, remittance: text };
          const byName = leaveOut({ ...naming, counterparty: name }, ["counterparties"]);
          const byNumber = leaveOut({ ...naming, counterpartyAccount: name }, ["counterparties"]);
          expect([byName.remittance, byNumber.remittance]).toEqual([null, null]);
        },
      ),
    );
    const paid = (counterparty: string, remittance: string) =>
      leaveOut({ ...samplePayment, counterparty, remittance }, ["counterparties"]).remittance;
    expect(paid("Café Bréa", "CAFE BREA 14:05")).toBeNull();
    expect(paid("Straßner", "STRASSNER RECHNUNG 4")).toBeNull();
    expect(paid("ᾀaaa", "ἈΙAAA")).toBeNull();
    expect(paid("abcΣ", "a b c Σ")).toBeNull();
    expect(paid("Marta de la Cruz", "Para Marta, por la cena")).toBeNull();
    expect(paid("Marta de la Cruz", "Cena de ayer")).toBe("Cena de ayer");
  });

  test("is the same a second time, and the very same object", () => {
    fc.assert(
      fc.property(payment, some, (whole, leavesOut) => {
        const once = leaveOut(whole, leavesOut);
        expect(leaveOut(once, leavesOut)).toBe(once);
      }),
    );
  });

  test("of which nothing is left out is as it was", () => {
    fc.assert(fc.property(payment, (whole) => leaveOut(whole, []) === whole));
  });
});

test("data of other kinds has nothing that could be left out", () => {
  const records = [{ counterparty: "stays" }];
  expect(leaveOutOf("investmentTransactions", records, [...leavable])).toBe(records);
});
