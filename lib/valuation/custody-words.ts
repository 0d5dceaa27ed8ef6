/**
 * What an entry does to what is held in custody: `trade` moves instruments for money, `delivery` for none, `change` puts
 * others in their place, `capital` pays back what was held, `income` pays on it and `reinvested` pays in instruments,
 * `fee` and `tax` cost, and `money` is the holder's own that came, went or was changed.
 */
export type Effect =
  | "trade"
  | "delivery"
  | "change"
  | "capital"
  | "income"
  | "reinvested"
  | "fee"
  | "tax"
  | "money";

export interface CustodyWord {
  /** As in the vocabulary of entries; a transfer is told by where it went. */
  readonly kind:
    | "buy"
    | "sell"
    | "dividend"
    | "interest"
    | "fee"
    | "tax"
    | "deposit"
    | "withdrawal"
    | "transferIn"
    | "transferOut"
    | "byDirection"
    | "split"
    | "merger"
    | "redemption"
    | "fx"
    | "other";
  readonly effect: Effect;
}

const words = (kind: CustodyWord["kind"], effect: Effect, list: string): [string, CustodyWord][] =>
  list.split(" ").map((word) => [word, { kind, effect }]);

/** TransactionType of OpenWealth Custody Services 3.2, without those that say nothing of what they do. */
export const custodyWords: ReadonlyMap<string, CustodyWord> = new Map([
  ...words("buy", "trade", "buy buyToClose subscription capitalIncrease receiveVsPayment additionalPayment"),
  ...words("sell", "trade", "sell sellToOpen deliveryVsPayment"),
  ...words("transferIn", "delivery", "receiveFreeOfPayment"),
  ...words("transferOut", "delivery", "deliveryFreeOfPayment"),
  ...words("byDirection", "delivery", "internalTransfer transferMetalPhysical"),
  ...words("split", "change", "stockSplit"),
  ...words("merger", "change", "merger assimilation instrumentExchange spinOff conversionBondShare"),
  ...words("redemption", "capital", "redemption redemptionPartial redemptionPrior reductionOfNominal"),
  ...words("redemption", "capital", "decreasePrincipal liquidationPayment finalLiquidationPayment"),
  ...words("dividend", "income", "dividendCash dividendChoice"),
  ...words("dividend", "reinvested", "dividendReinvestment dividendStock"),
  ...words("interest", "income", "coupon interestPayment"),
  ...words("other", "change", "bonus rightDistribution accumulation exercise assignment expiration"),
  ...words("fee", "fee", "fees"),
  ...words("tax", "tax", "taxes taxCorrections"),
  ...words("deposit", "money", "inflowCash"),
  ...words("withdrawal", "money", "outflowCash"),
  ...words("fx", "money", "fxSpot"),
]);
