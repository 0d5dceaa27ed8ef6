import type { RecordOf } from "#lib/records/shapes.ts";
import { custodyWords } from "./custody-words.ts";

/** One vocabulary for what every bank calls in its own way. */
export const entryKinds = [
  "buy",
  "sell",
  "dividend",
  "interest",
  "fee",
  "tax",
  "deposit",
  "withdrawal",
  "transferIn",
  "transferOut",
  "split",
  "merger",
  "redemption",
  "fx",
  "payment",
  "other",
] as const;
export type EntryKind = (typeof entryKinds)[number];

/**
 * ISO 20022's bank transaction code as the Berlin Group writes it, `PMNT-RCDT-SALA`: domain, family and what it is
 * within that (External Code Sets, version 6.6).
 */
export const isoCode = /^([A-Z]{4})-([A-Z0-9]{4})-([A-Z0-9]{4})$/;

/** What an entry is wherever it stands: fees, taxes and interest are in every family of the code list. */
const bySubfamily: Readonly<Record<string, EntryKind>> = {
  CHRG: "fee",
  COMM: "fee",
  COME: "fee",
  COMT: "fee",
  COMI: "fee",
  FEES: "fee",
  TAXE: "tax",
  INTR: "interest",
  DVCA: "dividend",
  DRIP: "dividend",
  DVOP: "dividend",
};

const securities: Readonly<Record<string, EntryKind>> = {
  SUBS: "buy",
  REDM: "redemption",
  MCAL: "redemption",
  PCAL: "redemption",
  PRED: "redemption",
  CAPG: "dividend",
  MRGR: "merger",
};

/** The kind of an entry of an account of money; what a bank tells in no known word is not guessed. */
export function paymentKind({
  bankTransactionCode: word,
  amount,
}: Pick<RecordOf<"transactions">, "bankTransactionCode" | "amount">): EntryKind {
  const iso = isoCode.exec(word ?? "");
  if (!iso) return custodyKind(word, amount);
  const [, domain, family, sub = ""] = iso;
  const known = bySubfamily[sub];
  if (known) return known;
  switch (domain) {
    case "SECU":
      return securities[sub] ?? (family === "SETT" ? (isNegative(amount) ? "buy" : "sell") : "other");
    case "FORX":
      return "fx";
    case "PMNT":
      if (sub === "CDPT") return "deposit";
      return sub === "CWDL" ? "withdrawal" : "payment";
    default:
      return "other";
  }
}

/** The kind of an entry of a custody account. */
export const investmentKind = ({
  transactionType,
  quantity,
  amount,
}: Pick<RecordOf<"investmentTransactions">, "transactionType" | "quantity" | "amount">): EntryKind =>
  custodyKind(transactionType, amount ?? quantity);

function custodyKind(word: string | null, amount: string | null): EntryKind {
  const kind = word === null ? undefined : custodyWords.get(word)?.kind;
  if (kind === "byDirection") return isNegative(amount) ? "transferOut" : "transferIn";
  return kind ?? "other";
}

const isNegative = (amount: string | null): boolean => amount?.startsWith("-") ?? false;
