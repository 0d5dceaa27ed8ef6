import { custodyTypes } from "#lib/aspsp/custody-types.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { RecordOf } from "./shapes.ts";

type Payment = RecordOf<"transactions">;

/** Where each thing that can be left out stands. */
const fieldsOf = {
  counterparties: ["counterparty", "counterpartyAccount"],
  paymentTexts: ["remittance"],
} as const satisfies Record<Leavable, readonly (keyof Payment)[]>;

/** ISO 20022's code for a kind of payment. */
const kindOfPayment = /^[A-Z]{4}-[A-Z]{4}-[A-Z]{4}$/;

/** A standard's word for what happened. What a bank writes in its own words there is a text. */
const isKind = (code: string): boolean => kindOfPayment.test(code) || custodyTypes.has(code);

/**
 * A payment without what is left out. Its day, its amount, its kind and the bank's own identifier stay. Whatever else
 * somebody could write a name or a message into, such as a reference, goes with either of the two, and so does a text
 * that names whoever is left out. Whom a text names beside them nobody can tell: to leave out all, texts are left out.
 */
export function leaveOut(payment: Payment, leavesOut: readonly Leavable[]): Payment {
  if (leavesOut.length === 0) return payment;
  const { bankTransactionCode: code, remittance } = payment;
  const isNaming = leavesOut.includes("counterparties") && namesCounterparty(payment);
  const without: Payment = {
    ...payment,
    remittance: isNaming ? null : remittance,
    ...Object.fromEntries(leavesOut.flatMap((one) => fieldsOf[one]).map((field) => [field, null])),
    entryReference: null,
    bankTransactionCode: code !== null && isKind(code) ? code : null,
  };
  const fields = Object.keys(payment) as (keyof Payment)[];
  return fields.every((field) => without[field] === payment[field]) ? payment : without;
}

/** Shorter words, such as `de`, are in many texts and name nobody. */
const shortestName = 3;

/** Whether the text has the account's number or any word of the name, however either is spelled and spaced. */
function namesCounterparty({ counterparty, counterpartyAccount, remittance }: Payment): boolean {
  if (remittance === null) return false;
  const text = lettersOf(remittance).join("");
  const words = counterparty === null ? [] : lettersOf(counterparty);
  const account = counterpartyAccount === null ? "" : lettersOf(counterpartyAccount).join("");
  const named = [...words.filter(({ length }) => length >= shortestName), words.join(""), account];
  return named.some((one) => one !== "" && text.includes(one));
}

/** Both ways of case first, for a capital may be two letters, and capitals last, for a small sigma has two forms. */
const lettersOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .toUpperCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** The same for records of any kind: only payments have something that can be left out. */
export function leaveOutOf<Row>(
  cluster: DataCluster,
  records: readonly Row[],
  leavesOut: readonly Leavable[],
): readonly Row[] {
  if (cluster !== "transactions" || leavesOut.length === 0) return records;
  return records.map((one) => leaveOut(one as Payment, leavesOut) as Row);
}
