import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { isMoneyMoved, postedBy, sumOf } from "./money-moved.ts";
import type { TransactionAnswer } from "./transaction.ts";

const shown = (written: string | null, longest: number): string | null =>
  written === null ? null : toShownText(written, longest);

/** A transaction as the statement of one account of money shows it, in one sum; `null` where it moved none there. */
export function toCashEntry(answer: TransactionAnswer, accountId: string): AspspTransaction | null {
  const posted = postedBy(answer).filter((one) => one.accountId === accountId);
  if (posted.length === 0) return null;
  const sum = sumOf(posted);
  if (sum === null)
    throw new AspspError("malformedAnswer", { call: "transactions", at: "postingAmountList" });
  const movement = answer.movementList.find((one) => one.account.id === accountId && isMoneyMoved(one));
  const texts = [answer.description, answer.additionalDetails].filter((one) => one !== null);
  return {
    status: answer.endOfDayIndicator ? "booked" : "pending",
    id: answer.id,
    entryReference: shown(answer.reference, 200),
    bookingDate: movement?.movementDate ?? answer.transactionDate,
    valueDate: movement?.valueDate ?? answer.settlementDate,
    ...sum,
    counterparty: null,
    counterpartyAccount: null,
    remittance: shown(texts.join(" "), 2_000),
    bankTransactionCode: shown(answer.type, 100),
    balanceAfter: null,
    original: null,
  };
}
