/** A day, `YYYY-MM-DD`. */
export type Day = string;
/** An exact decimal as text: no exponent, no sign on zero, zeros at the end as the bank wrote them. */
export type DecimalText = string;
export type CurrencyCode = string;
/** ISO 4217's code for "no one currency": an account that holds several. */
export const severalCurrencies: CurrencyCode = "X".repeat(3);

export const accountKinds = ["current", "savings", "card", "loan", "custody", "other"] as const;
export type AccountKind = (typeof accountKinds)[number];

/** What stays of an account when it is linked anew and the bank names it otherwise. */
export interface AccountIdentity {
  readonly scheme: "iban" | "bban" | "maskedPan" | "other";
  readonly value: string;
  readonly currency: CurrencyCode;
}

export interface AspspAccount {
  readonly identity: AccountIdentity;
  /** How the connector finds the account again under the same grant. Opaque, and nothing that opens it. */
  readonly handle: string;
  readonly kind: AccountKind;
  /** `severalCurrencies` where no one currency is the account's. */
  readonly currency: CurrencyCode;
  readonly iban: string | null;
  readonly bban: string | null;
  readonly maskedPan: string | null;
  readonly bic: string | null;
  /** The account's own name, given by the person or the bank. */
  readonly name: string | null;
  readonly product: string | null;
  /** The standard's code for its type, such as `CACC`. */
  readonly accountType: string | null;
  readonly status: "enabled" | "blocked" | "deleted" | null;
}

export interface AspspHolder {
  readonly name: string;
  /** 0 to 1. */
  readonly share: DecimalText | null;
}

export interface AspspBalance {
  /** The standard's name for it, or the bank's where it has its own. */
  readonly balanceType: string;
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
  readonly referenceDate: Day | null;
}

export interface AspspTransaction {
  readonly status: "booked" | "pending";
  /** The bank's own identifier, the same at every reading; pending entries seldom have one. */
  readonly id: string | null;
  readonly entryReference: string | null;
  readonly bookingDate: Day | null;
  readonly valueDate: Day | null;
  readonly amount: DecimalText;
  readonly currency: CurrencyCode;
  readonly counterparty: string | null;
  readonly counterpartyAccount: string | null;
  readonly remittance: string | null;
  readonly bankTransactionCode: string | null;
  readonly balanceAfter: DecimalText | null;
  /** What it was in the currency it was made in, where that is another. */
  readonly original: { readonly amount: DecimalText; readonly currency: CurrencyCode } | null;
}

export interface AspspPosition {
  readonly isin: string | null;
  readonly otherIdentification: string | null;
  readonly name: string | null;
  readonly instrumentType: string | null;
  readonly quantityType: "unit" | "faceAmount" | "amortised";
  readonly quantity: DecimalText;
  readonly priceType: "amount" | "percentage" | null;
  readonly price: DecimalText | null;
  readonly priceCurrency: CurrencyCode | null;
  readonly priceDate: Day | null;
  readonly marketValue: DecimalText | null;
  readonly accruedInterest: DecimalText | null;
  readonly currency: CurrencyCode | null;
  readonly costPrice: DecimalText | null;
  readonly costCurrency: CurrencyCode | null;
  readonly portfolio: string | null;
}

export interface AspspPortfolio {
  readonly reference: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly accounts: readonly AccountIdentity[];
}
