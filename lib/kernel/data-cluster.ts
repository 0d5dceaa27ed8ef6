/**
 * What bank data is divided into: consents name these, grants are held per one of them, and every stored
 * chunk of records belongs to exactly one.
 */
export const dataClusters = [
  "identity",
  "balances",
  "transactions",
  "positions",
  "investmentTransactions",
  "liabilities",
] as const;
export type DataCluster = (typeof dataClusters)[number];

/** What of payments can be left out: it is dropped before anything is stored, and nobody ever sees it. */
export const leavable = ["counterparties", "paymentTexts"] as const;
export type Leavable = (typeof leavable)[number];
