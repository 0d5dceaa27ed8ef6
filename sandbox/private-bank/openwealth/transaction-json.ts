import { isoOf } from "../../bank/family/days.ts";
import type { Entry, Movement } from "../books/entry.ts";
import type { Fixed } from "../books/fixed.ts";
import { type CustodyAccount, opaque } from "../wealth/custody-account.ts";
import type { Relationship } from "../wealth/plan.ts";
import { accountJson, amountJson, instrumentJson, numeral, priceJson, quantityJson } from "./described.ts";
import { positionIdOf } from "./position-json.ts";
import { customerIdOf } from "./reading.ts";

export const transactionIdOf = (key: string): string => opaque(`transaction ${key}`);

/** One entry, as far as it touches the accounts that may be seen. */
export function transactionJson(
  relation: Relationship,
  entry: Entry,
  seen: readonly Movement[],
  isConfirmed: boolean,
): object {
  const { trigger, exDay, reverses } = entry;
  const asset = seen.find(({ instrument }) => instrument !== null)?.instrument;
  const posted = postings(seen);
  return {
    id: transactionIdOf(entry.key),
    type: entry.type,
    transactionDate: isoOf(entry.day),
    customerId: customerIdOf(relation),
    reversalIndicator: reverses !== undefined,
    endOfDayIndicator: isConfirmed,
    reference: `SC${transactionIdOf(entry.key)
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .slice(0, 10)
      .toUpperCase()}`,
    description: entry.text,
    ...(reverses === undefined ? {} : { reversedTransactionId: transactionIdOf(reverses) }),
    ...(entry.isTrade ? { tradeDate: isoOf(entry.day), settlementDate: isoOf(entry.valueDay) } : {}),
    ...(entry.isTrade && asset ? { placeOfTrade: { marketIdentificationCode: asset.market } } : {}),
    ...(exDay === undefined ? {} : { exDate: isoOf(exDay) }),
    ...(trigger
      ? {
          triggeringFinancialInstrument: instrumentJson(trigger.instrument, trigger.instrument.currency),
          triggeringQuantity: quantityJson(trigger.instrument, trigger.quantity),
          ...(trigger.price === undefined
            ? {}
            : { triggeringPrice: priceJson(trigger.instrument, trigger.price) }),
        }
      : {}),
    movementList: seen.map((movement) => movementJson(entry, movement)),
    ...(posted.length > 0
      ? {
          postingAmountList: posted.map(({ account, amount }) => ({
            ...amountJson(amount, account.currency),
            account: accountJson(account),
          })),
          settlementCurrency: posted.at(-1)?.account.currency,
        }
      : {}),
  };
}

function movementJson({ day, valueDay }: Entry, movement: Movement): object {
  const { type, account, instrument, quantity, price, rate } = movement;
  const currency = instrument?.currency ?? account.currency;
  return {
    type,
    movementDate: isoOf(day),
    financialInstrument: instrumentJson(instrument, currency),
    account: accountJson(account),
    quantity: quantityJson(instrument, quantity),
    positionId: positionIdOf(account, instrument),
    positionCurrency: currency,
    valueDate: isoOf(valueDay),
    ...(instrument && price !== undefined ? { price: priceJson(instrument, price) } : {}),
    ...(rate
      ? {
          foreignExchangeRate: {
            value: numeral(rate.value),
            sourceCurrency: rate.from,
            targetCurrency: rate.to,
          },
        }
      : {}),
  };
}

interface Posting {
  readonly account: CustodyAccount;
  readonly amount: Fixed;
}

/** What a statement of each cash account would show: one sum. */
function postings(movements: readonly Movement[]): readonly Posting[] {
  const sums = new Map<string, Posting>();
  for (const { account, instrument, quantity } of movements) {
    if (instrument !== null) continue;
    const before = sums.get(account.id)?.amount ?? 0n;
    sums.set(account.id, { account, amount: before + quantity });
  }
  return [...sums.values()];
}
