import { z } from "zod";
import { amount, day, optional, optionalText, text } from "#lib/aspsp/answer-fields.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";

const Account = optional(
  z
    .object({ iban: optionalText, bban: optionalText, maskedPan: optionalText })
    .transform(({ iban, bban, maskedPan }) => iban ?? bban ?? maskedPan),
);
const lines = optional(z.union([text, z.array(text).max(100)]));
const reference = z.union([text, z.object({ reference: text }).transform((one) => one.reference)]);
const structured = optional(z.union([reference, z.array(reference).max(100)]));
const BalanceAfter = optional(z.object({ balanceAmount: amount }));

const shared = {
  bookingDate: optional(day),
  valueDate: optional(day),
  transactionAmount: amount,
  proprietaryBankTransactionCode: optionalText,
};

export const cashTransaction = z.object({
  ...shared,
  transactionId: optionalText,
  entryReference: optionalText,
  creditorName: optionalText,
  creditorAccount: Account,
  debtorName: optionalText,
  debtorAccount: Account,
  remittanceInformationUnstructured: lines,
  remittanceInformationUnstructuredArray: lines,
  remittanceInformationStructured: structured,
  additionalInformation: optionalText,
  bankTransactionCode: optionalText,
  balanceAfterTransaction: BalanceAfter,
});

export const cardTransaction = z.object({
  ...shared,
  cardTransactionId: optionalText,
  transactionDate: optional(day),
  originalAmount: optional(amount),
  cardAcceptorId: optionalText,
  transactionDetails: optionalText,
});

type Status = AspspTransaction["status"];

const shown = (written: string | null, longest: number): string | null =>
  written === null ? null : toShownText(written, longest);

function joined(...written: (string | readonly string[] | null)[]): string | null {
  const found = written.find((one) => one !== null && one.length > 0) ?? null;
  return found === null ? null : shown(typeof found === "string" ? found : found.join(" "), 2_000);
}

export function toCashEntry(status: Status, one: z.output<typeof cashTransaction>): AspspTransaction {
  // Who is paid when money leaves, and who pays when it comes.
  const leaves = one.transactionAmount.amount.startsWith("-");
  const [name, account] = leaves
    ? [one.creditorName, one.creditorAccount]
    : [one.debtorName, one.debtorAccount];
  return {
    status,
    id: one.transactionId,
    entryReference: one.entryReference,
    bookingDate: one.bookingDate,
    valueDate: one.valueDate,
    ...one.transactionAmount,
    counterparty: shown(name, 200),
    counterpartyAccount: shown(account, 100),
    remittance: joined(
      one.remittanceInformationUnstructured,
      one.remittanceInformationUnstructuredArray,
      one.remittanceInformationStructured,
      one.additionalInformation,
    ),
    bankTransactionCode: shown(one.bankTransactionCode ?? one.proprietaryBankTransactionCode, 100),
    balanceAfter: one.balanceAfterTransaction?.balanceAmount.amount ?? null,
    original: null,
  };
}

export function toCardEntry(status: Status, one: z.output<typeof cardTransaction>): AspspTransaction {
  return {
    status,
    id: one.cardTransactionId,
    entryReference: null,
    bookingDate: one.bookingDate,
    valueDate: one.valueDate ?? one.transactionDate,
    ...one.transactionAmount,
    counterparty: shown(one.cardAcceptorId, 200),
    counterpartyAccount: null,
    remittance: shown(one.transactionDetails, 2_000),
    bankTransactionCode: shown(one.proprietaryBankTransactionCode, 100),
    balanceAfter: null,
    original: one.originalAmount,
  };
}
