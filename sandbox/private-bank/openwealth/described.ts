import { isoOf } from "../../bank/family/days.ts";
import { decimalText, type Fixed } from "../books/fixed.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import { type Debt, type Instrument, isDebt } from "../wealth/instrument.ts";
import { couponDays } from "../wealth/series.ts";
import { Numeral } from "./numeral.ts";

export const numeral = (amount: Fixed, leastPlaces = 0): Numeral =>
  new Numeral(decimalText(amount, leastPlaces));

export const amountJson = (amount: Fixed, currency: string): object => ({
  amount: numeral(amount, 2),
  currency,
});

export const accountJson = (account: CustodyAccount): object => ({
  id: account.id,
  type: account.kind === "cash" ? "cashAccount" : "safekeepingAccount",
  name: account.holders.slice(0, 70),
  referenceCurrency: account.currency,
  ...(account.iban === null ? {} : { iban: account.iban }),
  number: account.bban,
  designation: account.name,
  portfolioInformation: {
    identification: account.portfolio,
    referenceCurrency: account.portfolioCurrency,
  },
});

export const instrumentJson = (instrument: Instrument | null, currency: string): object =>
  instrument === null
    ? { type: "cash", name: `Cash ${currency}`, currencyOfDenomination: currency }
    : {
        type: instrument.kind === "structured" ? "other" : instrument.kind,
        name: instrument.name,
        identificationList: [
          { identifier: instrument.isin, type: "isin" },
          { identifier: instrument.isin.slice(2, 11), type: "otherProprietaryIdentification" },
        ],
        cfiCode: instrument.cfi,
        currencyOfDenomination: instrument.currency,
        ...(isDebt(instrument) ? termsJson(instrument) : {}),
      };

function termsJson({ kind, terms, currency }: Debt): object {
  const { underlying, ratePerMyriad, couponsPerYear, issuedOn, maturesOn } = terms;
  if (kind === "structured") {
    return {
      additionalDetails: `${decimalText(ratePerMyriad * 100n, 2)}% p.a., due ${isoOf(maturesOn)}`,
      ...(underlying ? { underlyingFinancialInstrument: instrumentJson(underlying, currency) } : {}),
    };
  }
  return {
    interestRate: {
      type: "fixed",
      value: numeral(ratePerMyriad),
      dayCountBasis: "u30_360",
      paymentFrequency: frequencies[couponsPerYear],
    },
    issueDate: isoOf(issuedOn),
    maturityDate: isoOf(maturesOn),
    minimumDenomination: numeral(10_000_000n),
  };
}

const frequencies = { 1: "annual", 2: "semiAnnual", 4: "quarterly" } as const;

/** When the next interest is due; none after the last. */
export const nextCoupon = ({ terms }: Debt, after: number): number | undefined =>
  couponDays(terms).find((day) => day > after);

export const quantityJson = (instrument: Instrument | null, quantity: Fixed): object =>
  instrument === null
    ? { type: "unit", value: numeral(quantity, 2) }
    : { type: isDebt(instrument) ? "faceAmount" : "unit", value: numeral(quantity) };

export const priceJson = (instrument: Instrument, price: Fixed): object =>
  isDebt(instrument)
    ? { type: "percentage", value: numeral(price, 2) }
    : { type: "actual", value: numeral(price, 2), currency: instrument.currency };
