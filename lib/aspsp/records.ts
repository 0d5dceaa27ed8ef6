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

/** What a security or another instrument is, as far as the bank says. */
export interface AspspInstrument {
  /** Its check digit fits. */
  readonly isin: string | null;
  /** The first of the bank's other identifiers, or what it calls an ISIN and is none. */
  readonly otherIdentification: string | null;
  readonly name: string | null;
  /** The standard's word for it, such as `bond`, or the bank's where it has its own. */
  readonly instrumentType: string | null;
  /** ISO 10962. */
  readonly cfiCode: string | null;
  /** What it is denominated in. */
  readonly instrumentCurrency: CurrencyCode | null;
}

/** Pieces, a nominal, or a nominal of which a part is paid back. */
export type QuantityType = "unit" | "faceAmount" | "amortised";
/** For one unit, or in per cent of the nominal. */
export type PriceType = "amount" | "percentage";

export interface AspspPosition extends AspspInstrument {
  /** The bank's own identifier, the same as long as the position is held; `null` where it has none. */
  readonly id: string | null;
  readonly positionDate: Day | null;
  /** Whether the day's end has confirmed it; `null` where the bank does not say. */
  readonly isConfirmed: boolean | null;
  readonly quantityType: QuantityType;
  /** Negative where it is owed. */
  readonly quantity: DecimalText;
  readonly priceType: PriceType | null;
  readonly price: DecimalText | null;
  readonly priceCurrency: CurrencyCode | null;
  readonly priceDate: Day | null;
  /** In `currency`, without the interest that has accrued. */
  readonly marketValue: DecimalText | null;
  readonly currency: CurrencyCode | null;
  readonly accruedInterest: DecimalText | null;
  readonly accruedInterestCurrency: CurrencyCode | null;
  /** What one unit, or one per cent, was bought for on average. */
  readonly costPriceType: PriceType | null;
  readonly costPrice: DecimalText | null;
  readonly costCurrency: CurrencyCode | null;
  readonly portfolio: string | null;
}

/** What happened to an investment: a trade, a delivery, or something its issuer did. */
export interface AspspInvestmentTransaction extends AspspInstrument {
  /** Pending entries may still change before the day's end confirms them. */
  readonly status: "booked" | "pending";
  /** The bank's own identifier; a transaction that moves several instruments has one entry for each, numbered. */
  readonly id: string;
  /** OpenWealth's name for it, such as `buy`, `dividendCash`, `stockSplit` or `redemption`. The list is open. */
  readonly transactionType: string;
  readonly reference: string | null;
  readonly tradeDate: Day | null;
  readonly bookingDate: Day | null;
  readonly valueDate: Day | null;
  readonly exDate: Day | null;
  /** What came (plus) or went (minus); `null` where nothing but money moved. */
  readonly quantityType: QuantityType | null;
  readonly quantity: DecimalText | null;
  readonly priceType: PriceType | null;
  readonly price: DecimalText | null;
  readonly priceCurrency: CurrencyCode | null;
  /** The money that moved with it, all in all; `null` where there was none or it was in several currencies. */
  readonly amount: DecimalText | null;
  readonly currency: CurrencyCode | null;
  /** Parts of the amount and signed like it: what is paid has a minus. */
  readonly fees: DecimalText | null;
  readonly taxes: DecimalText | null;
  readonly accruedInterest: DecimalText | null;
  readonly description: string | null;
  readonly isReversal: boolean;
  /** The transaction that this one takes back, by its identifier. */
  readonly reverses: string | null;
}

export interface AspspPortfolio {
  readonly reference: string;
  readonly name: string | null;
  readonly currency: CurrencyCode | null;
  readonly accounts: readonly AccountIdentity[];
}
