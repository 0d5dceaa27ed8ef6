import { createHash } from "node:crypto";

import type { Booking } from "../books/bookings.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { isoOf } from "../family/days.ts";
import type { Monthly } from "../family/habits.ts";
import { rateText } from "../family/money.ts";
import { amountOf } from "./balances.ts";

export const transactionIdOf = ({ reference }: Booking): string =>
  createHash("sha256").update(reference).digest("base64url").slice(0, 22);

/** One entry. A pending one has no reference yet, as at most banks: it gets one when it is booked. */
export function transactionJson(account: CashAccount, booking: Booking, isBooked: boolean): object {
  const { party, minor } = booking;
  const other = party.iban === undefined ? {} : { iban: party.iban };
  const hasAccount = party.iban !== undefined;
  const sides =
    minor < 0n
      ? { creditorName: party.name, ...(hasAccount ? { creditorAccount: other } : {}) }
      : { debtorName: party.name, ...(hasAccount ? { debtorAccount: other } : {}) };
  return {
    ...(isBooked ? bookedFields(booking) : {}),
    transactionAmount: amountOf(minor, account.currency),
    ...exchangeFields(booking),
    ...sides,
    remittanceInformationUnstructured: booking.text,
    bankTransactionCode: booking.code,
    ...(booking.code === "PMNT-RDDT-ESDD" ? { mandateId: mandateOf(booking) } : {}),
  };
}

const bookedFields = (booking: Booking) => ({
  transactionId: transactionIdOf(booking),
  entryReference: booking.reference,
  bookingDate: isoOf(booking.bookedOn),
  valueDate: isoOf(booking.valuedOn),
});

const mandateOf = ({ party }: Booking): string =>
  `M-${createHash("sha256").update(party.name).digest("hex").slice(0, 10)}`;

const exchangeFields = ({ exchange, orderedOn }: Booking): object =>
  exchange === undefined
    ? {}
    : {
        currencyExchange: [
          {
            sourceCurrency: exchange.from,
            targetCurrency: exchange.to,
            unitCurrency: exchange.from,
            exchangeRate: rateText(exchange.rateTenThousandths),
            quotationDate: isoOf(orderedOn),
          },
        ],
      };

export function cardTransactionJson(account: CashAccount, booking: Booking, isBooked: boolean): object {
  const { shop, original } = booking;
  return {
    ...(isBooked
      ? { cardTransactionId: transactionIdOf(booking), bookingDate: isoOf(booking.bookedOn) }
      : {}),
    transactionDate: isoOf(booking.orderedOn),
    transactionAmount: amountOf(booking.minor, account.currency),
    ...(original ? { originalAmount: amountOf(original.minor, original.currency) } : {}),
    ...exchangeFields(booking),
    ...(shop ? { merchantCategoryCode: shop.merchantCategory, cardAcceptorId: shop.name } : {}),
    maskedPAN: account.maskedPan,
    transactionDetails: booking.text,
    proprietaryBankTransactionCode: booking.code,
    invoiced: booking.code === "PMNT-CCRD-CCRD",
  };
}

/** A standing order as it is listed under `information`: the order, not one of its payments. */
export const standingOrderJson = (account: CashAccount, habit: Monthly, startDate: string): object => ({
  transactionAmount: amountOf(habit.minor, account.currency),
  creditorName: habit.party.name,
  ...(habit.party.iban === undefined ? {} : { creditorAccount: { iban: habit.party.iban } }),
  remittanceInformationUnstructured: habit.text,
  bankTransactionCode: habit.code,
  additionalInformationStructured: {
    standingOrderDetails: {
      startDate,
      frequency: habit.everyMonths === 3 ? "Quarterly" : "Monthly",
      dayOfExecution: String(habit.dayOfMonth),
      executionRule: "following",
    },
  },
});
