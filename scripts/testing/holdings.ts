import type { AccountId } from "#lib/kernel/id.ts";
import type { AccountHoldings, Holdings, Told } from "#lib/portfolio/holdings.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

/** The day on which everything here is read, a Saturday, and the hour at which it is looked at. */
export const readAt = new Date("2026-11-21T06:00:00.000Z");
export const lookedAt = new Date("2026-11-21T12:00:00.000Z");

export type Position = RecordOf<"positions">;
export type Balance = RecordOf<"balances">;
export type Liability = RecordOf<"liabilities">;

export const known = <T>(
  records: readonly T[],
  more: Partial<Extract<Told<T>, { kind: "known" }>> = {},
): Told<T> => ({ kind: "known", records, asOf: readAt, isStale: false, hasFailedSince: false, ...more });

export const unknown = (why: "notConsented" | "notRead" | "failed" = "notConsented"): Told<never> => ({
  kind: "unavailable",
  why,
});

export const booked = (amount: string, currency = "EUR", more: Partial<Balance> = {}): Balance => ({
  ...{ balanceType: "closingBooked", amount, currency, referenceDate: "2026-11-20" },
  ...more,
});

const untold = {
  ...{ isin: null, otherIdentification: null, name: null, instrumentType: null, cfiCode: null },
  ...{ priceType: null, price: null, priceCurrency: null, priceDate: null, marketValue: null },
  ...{ accruedInterest: null, accruedInterestCurrency: null, currency: null, instrumentCurrency: null },
  ...{ costPriceType: null, costPrice: null, costCurrency: null },
  ...{ portfolio: null, positionId: null, positionDate: null, confirmation: null },
} as const;

/** Some pieces of something of which the bank tells no more than it is asked to. */
export const pieces = (quantity: string, more: Partial<Position> = {}): Position => ({
  ...{ ...untold, quantityType: "unit", quantity },
  ...more,
});

/** Pieces with a market value. */
export const worth = (marketValue: string, currency: string, more: Partial<Position> = {}): Position =>
  pieces("1", { marketValue, currency, ...more });

/** A nominal of a bond, with a price in per cent. */
export const bond = (nominal: string, percent: string, currency: string, more: Partial<Position> = {}) =>
  pieces(nominal, {
    ...{ quantityType: "faceAmount", priceType: "percentage", price: percent },
    ...{ instrumentCurrency: currency, instrumentType: "bond", ...more },
  });

export const owed = (
  outstanding: string | null,
  currency = "EUR",
  more: Partial<Liability> = {},
): Liability => ({
  ...{ liabilityType: "loan", name: "Loan", outstanding, currency, referenceDate: "2026-11-20" },
  ...{ creditLimit: null, interestRate: null, maturityDate: null },
  ...more,
});

const accountId = (name: string): AccountId => `acc_${name}` as AccountId;

type More = Partial<Omit<AccountHoldings, "accountId">>;

const account = (name: string, kind: AccountHoldings["kind"], more: More): AccountHoldings => ({
  ...{ accountId: accountId(name), institutionId: "retail", kind, currency: "EUR", share: null },
  ...{ identity: known([]), balances: known([]), positions: null, liabilities: null },
  ...more,
});

/** An account of money with these balances. */
export const moneyAccount = (name: string, balances: readonly Balance[], more: More = {}): AccountHoldings =>
  account(name, "current", { balances: known(balances), ...more });

/** A custody account with these positions, and no money in it. */
export const custody = (name: string, positions: readonly Position[], more: More = {}): AccountHoldings =>
  account(name, "custody", { institutionId: "private", positions: known(positions), ...more });

export const loan = (name: string, liabilities: readonly Liability[], more: More = {}): AccountHoldings =>
  account(name, "loan", { balances: unknown("notRead"), liabilities: known(liabilities), ...more });

export const holdingsOf = (
  accounts: readonly AccountHoldings[],
  more: Partial<Omit<Holdings, "accounts">> = {},
): Holdings => ({ accounts, manualAssets: [], hiddenAccounts: 0, now: lookedAt, ...more });
