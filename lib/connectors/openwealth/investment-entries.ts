import type { AspspInvestmentTransaction, DecimalText } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { type InstrumentAnswer, toInstrument } from "./instrument.ts";
import { toPriced } from "./measures.ts";
import { isMoneyMoved, moneyOf, postedBy, sumOf } from "./money-moved.ts";
import type { MovementAnswer, TransactionAnswer } from "./transaction.ts";

/** MovementType, as far as it says who is paid. */
const fees: readonly string[] = [
  "brokerageFee",
  "commission",
  "custodyFee",
  "exchangeFee",
  "managementFee",
  "otherFee",
  "thirdPartyFee",
  "transactionFee",
];
const taxes: readonly string[] = [
  "additionalWithholdingTax",
  "capitalGainTax",
  "financialTransactionTax",
  "otherTax",
  "reclaimableTax",
  "stampDuty",
  "valueAddedTax",
  "withholdingTax",
];

type Entry = AspspInvestmentTransaction;

/**
 * What a transaction did to investments, as far as this account is concerned: one entry for each instrument that
 * moved on it. What an issuer pays moves money alone and is told on the account that got it. The money of a
 * transaction goes with its first entry, so that it is counted once.
 */
export function toInvestmentEntries(answer: TransactionAnswer, accountId: string): readonly Entry[] {
  const moved = answer.movementList.filter((movement) => !isMoneyMoved(movement));
  if (moved.length > 0) {
    return moved.flatMap((movement, at) =>
      movement.account.id === accountId ? [movedEntry(answer, movement, at)] : [],
    );
  }
  const trigger = answer.triggeringFinancialInstrument;
  const isHere = trigger !== null && postedBy(answer)[0]?.accountId === accountId;
  return isHere ? [paidEntry(answer, trigger)] : [];
}

function movedEntry(answer: TransactionAnswer, movement: MovementAnswer, at: number): Entry {
  const { financialInstrument, quantity, price, positionCurrency, movementDate, valueDate } = movement;
  return {
    ...shared(answer),
    ...toInstrument(financialInstrument, null),
    id: at === 0 ? answer.id : `${answer.id}/${at + 1}`,
    bookingDate: movementDate,
    valueDate: valueDate ?? answer.settlementDate,
    ...quantity,
    ...toPriced(price, financialInstrument.currencyOfDenomination ?? positionCurrency),
    ...(at === 0 ? moneyMoved(answer) : noMoney),
  };
}

const paidEntry = (answer: TransactionAnswer, instrument: InstrumentAnswer): Entry => ({
  ...shared(answer),
  ...toInstrument(instrument, null),
  id: answer.id,
  bookingDate: answer.transactionDate,
  valueDate: answer.movementList[0]?.valueDate ?? answer.settlementDate,
  quantityType: null,
  quantity: null,
  ...toPriced(answer.triggeringPrice, instrument.currencyOfDenomination),
  ...moneyMoved(answer),
});

const shared = (answer: TransactionAnswer) => ({
  status: answer.endOfDayIndicator ? ("booked" as const) : ("pending" as const),
  transactionType: toShownText(answer.type, 100) ?? "other",
  reference: toShownText(answer.reference ?? "", 200),
  tradeDate: answer.tradeDate,
  exDate: answer.exDate,
  description: toShownText(answer.description ?? answer.additionalDetails ?? "", 2_000),
  isReversal: answer.reversalIndicator,
  reverses: answer.reversedTransactionId,
});

type Money = Pick<Entry, "amount" | "currency" | "fees" | "taxes" | "accruedInterest">;

const noMoney: Money = { amount: null, currency: null, fees: null, taxes: null, accruedInterest: null };

function moneyMoved(answer: TransactionAnswer): Money {
  const total = sumOf(postedBy(answer));
  if (total === null) return noMoney;
  const part = (types: readonly string[]): DecimalText | null => {
    const sum = sumOf(
      answer.movementList.filter((one) => isMoneyMoved(one) && types.includes(one.type)).map(moneyOf),
    );
    return sum?.currency === total.currency ? sum.amount : null;
  };
  return { ...total, fees: part(fees), taxes: part(taxes), accruedInterest: part(["accruedInterest"]) };
}
