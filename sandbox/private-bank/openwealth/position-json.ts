import { type Day, isoOf, monthOf } from "../../bank/family/days.ts";
import { rateOf } from "../../bank/family/habits.ts";
import { positionKey } from "../books/draft.ts";
import { divide, type Fixed, times } from "../books/fixed.ts";
import type { Holding } from "../books/ledger.ts";
import { accruedOn, worthOf } from "../books/trades.ts";
import { bankBic, type CustodyAccount, opaque } from "../wealth/custody-account.ts";
import { type Instrument, isDebt } from "../wealth/instrument.ts";
import { daysAccrued, priceOf, tradingDay } from "../wealth/prices.ts";
import { couponDays } from "../wealth/series.ts";
import { accountJson, amountJson, instrumentJson, numeral, priceJson, quantityJson } from "./described.ts";

/** The same as long as an account has held something of it, sold and bought again included. */
export const positionIdOf = (account: CustodyAccount, instrument: Instrument | null): string =>
  opaque(`position ${positionKey(account, instrument)}`);

/** One holding at the end of a day, or as it stands while the day is not over. */
export function positionJson(holding: Holding, day: Day, isConfirmed: boolean): object {
  const { account, instrument, quantity } = holding;
  const currency = instrument?.currency ?? account.currency;
  const price = instrument === null ? null : priceOf(instrument, day);
  const worth = instrument === null || price === null ? quantity : worthOf(instrument, quantity, price);
  return {
    id: positionIdOf(account, instrument),
    financialInstrument: instrumentJson(instrument, currency),
    account: accountJson(account),
    name: (instrument?.name ?? account.name).slice(0, 80),
    currency,
    ...(instrument === null ? {} : { safekeepingPlace: bankBic }),
    endOfDayIndicator: isConfirmed,
    positionDate: isoOf(day),
    quantity: quantityJson(instrument, quantity),
    valuation: valuation(worth, currency, account.portfolioCurrency, day),
    ...(instrument === null || price === null ? {} : priceFields(holding, instrument, price, day)),
    ...exchangeFields(currency, account.portfolioCurrency, day),
  };
}

function valuation(worth: Fixed, currency: string, reference: string, day: Day): object {
  const rate = rateOf(currency, reference, monthOf(day));
  return {
    valueInPositionCurrency: amountJson(worth, currency),
    valueInReferenceCurrency: amountJson(currency === reference ? worth : times(worth, rate), reference),
    valuationDate: isoOf(day),
  };
}

function priceFields({ quantity, cost }: Holding, instrument: Instrument, price: Fixed, day: Day): object {
  const paidEach = isDebt(instrument)
    ? divide(cost * 1_000_000n, quantity)
    : divide(cost * 10_000n, quantity);
  return {
    price: {
      ...priceJson(instrument, price),
      priceDate: isoOf(tradingDay(day)),
      sourceOfPrice: instrument.market,
    },
    costPrice: priceJson(instrument, paidEach),
    ...(isDebt(instrument)
      ? {
          accruedInterest: amountJson(accruedOn(instrument, quantity, day), instrument.currency),
          numberOfDaysAccrued: daysAccrued(instrument, couponDays(instrument.terms), day),
        }
      : {}),
  };
}

const exchangeFields = (currency: string, reference: string, day: Day): object =>
  currency === reference
    ? {}
    : {
        foreignExchangeRate: {
          value: numeral(rateOf(currency, reference, monthOf(day))),
          sourceCurrency: currency,
          targetCurrency: reference,
          rateDate: isoOf(day),
        },
      };
