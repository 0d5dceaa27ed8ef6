import { bookedAtEndOf, type Ledger } from "../books/ledger.ts";
import { isoOf } from "../family/days.ts";
import { decimalOf } from "../family/money.ts";

export const amountOf = (minor: bigint, currency: string) => ({
  currency,
  amount: decimalOf(minor, currency),
});

/** Each is a sum of entries: booked until now, booked until yesterday, and with what is pending. */
export function balancesOf(ledger: Ledger): object[] {
  const { account, today } = ledger;
  const balance = (balanceType: string, minor: bigint, day = today): object => ({
    balanceType,
    balanceAmount: amountOf(minor, account.currency),
    referenceDate: isoOf(day),
  });
  if (account.kind === "card") {
    return [
      balance("interimBooked", ledger.bookedMinor),
      balance("nonInvoiced", ledger.expectedMinor),
      {
        ...balance("interimAvailable", ledger.expectedMinor + account.creditLimitMinor),
        creditLimitIncluded: true,
      },
    ];
  }
  return [
    balance("closingBooked", bookedAtEndOf(ledger, today - 1), today - 1),
    balance("interimBooked", ledger.bookedMinor),
    balance("expected", ledger.expectedMinor),
  ];
}
