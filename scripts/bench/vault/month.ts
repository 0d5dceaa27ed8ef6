import { createHash } from "node:crypto";
import type { RecordOf } from "#lib/records/shapes.ts";

const others = [
  "Bakery Van Dijk",
  "Metro Ticket Office",
  "Housing Association North",
  "Salary",
  "Green Grocer",
];

/** A month of bookings as a bank tells them, the same in every run. */
export function manyTransactions(count: number): readonly RecordOf<"transactions">[] {
  return Array.from({ length: count }, (_, at) => {
    const digits = BigInt(`0x${createHash("sha256").update(String(at)).digest("hex")}`).toString();
    const day = `2026-03-${String(1 + Math.floor((at * 28) / count)).padStart(2, "0")}`;
    const counterparty = others[at % others.length] ?? null;
    return {
      status: "booked",
      entryReference: digits.slice(0, 14),
      bookingDate: day,
      valueDate: day,
      amount: `${at % 9 === 0 ? "" : "-"}${Number(digits.slice(14, 18))}.${digits.slice(18, 20)}`,
      currency: "EUR",
      counterparty,
      counterpartyAccount: at % 2 === 0 ? `NL${digits.slice(20, 22)}EXMP${digits.slice(22, 32)}` : null,
      remittance: `${counterparty} ${digits.slice(32, 40)} reference ${digits.slice(40, 52)} of ${day}`,
      bankTransactionCode: "PMNT-CCRD-POSD",
      balanceAfter: null,
      transactionId: null,
      originalAmount: null,
      originalCurrency: null,
    };
  });
}
