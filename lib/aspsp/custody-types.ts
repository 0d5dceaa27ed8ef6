/**
 * What OpenWealth Custody Services 3.2 calls the kinds of transactions (TransactionType). The list is closed, so that a word
 * of it says what happened and cannot name anybody.
 */
export const custodyTypes: ReadonlySet<string> = new Set(
  [
    "accumulation additionalPayment adjustNotional amortizationAndInterestPayment assignment assimilation",
    "bonus buy buyToClose capitalIncrease closeContract conversionBondShare coupon creditEvent",
    "decreasePrincipal deliveryFreeOfPayment deliveryVsPayment dividendCash dividendChoice",
    "dividendReinvestment dividendStock exercise expiration fees finalLiquidationPayment fxSpot",
    "increasePrincipal inflowCash instrumentExchange interestPayment internalTransfer liquidationPayment",
    "merger openContract other outflowCash premium prepaymentSubstitution receiveFreeOfPayment",
    "receiveVsPayment redemption redemptionPartial redemptionPrior reductionOfNominal resetPayment",
    "rightDistribution sell sellToOpen spinOff stockSplit subscription taxCorrections taxes",
    "transferMetalPhysical unwind variationMargin",
  ].flatMap((line) => line.split(" ")),
);
