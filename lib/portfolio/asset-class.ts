import type { RecordOf } from "#lib/records/shapes.ts";
import type { AssetClass } from "./wealth-view.ts";

type Told = Pick<RecordOf<"positions">, "cfiCode" | "instrumentType">;

/** OpenWealth Custody Services 3.2.0, FinancialInstrumentType. What else a bank writes is its own word. */
const byType: Readonly<Record<string, AssetClass>> = {
  cash: "cash",
  bond: "bond",
  equity: "equity",
  fund: "fund",
  index: "other",
  commodity: "commodity",
  option: "derivative",
  future: "derivative",
  fxForward: "derivative",
  fxSwap: "derivative",
  fxOption: "derivative",
  mortgage: "other",
  credit: "other",
  fixedLoan: "other",
  callableLoan: "other",
  fixedDeposit: "cash",
  callableDeposit: "cash",
  interestRateSwap: "derivative",
  totalReturnSwap: "derivative",
  creditDefaultSwap: "derivative",
  cryptoAsset: "crypto",
  other: "other",
};

/** ISO 10962:2021, and what only its first edition had. The longest of these that a code begins with says what it is. */
const byCfi: Readonly<Record<string, AssetClass>> = {
  E: "equity",
  // Participation and other equity-linked papers of an issuer.
  EY: "structured",
  // Units of funds, until 2015.
  EU: "fund",
  D: "bond",
  DS: "structured",
  DE: "structured",
  C: "fund",
  CP: "privateEquity",
  R: "derivative",
  O: "derivative",
  F: "derivative",
  S: "derivative",
  H: "derivative",
  J: "derivative",
  K: "derivative",
  I: "other",
  IT: "commodity",
  L: "other",
  T: "other",
  TCN: "cash",
  TCL: "cash",
  TCC: "commodity",
  TT: "commodity",
  M: "other",
  MMR: "property",
  MMP: "commodity",
};

const longestPrefix = 3;

/**
 * By the code of the standard before the bank's own word, and by whichever says more than that it is something else.
 * Nothing is concluded from a name.
 */
export function classOf({ cfiCode, instrumentType }: Told): AssetClass {
  const told = [cfiCode && classOfCfi(cfiCode), instrumentType && ownOf(byType, instrumentType)];
  return told.find((one) => one && one !== "other") || told.find((one) => one) || "notTold";
}

function classOfCfi(code: string): AssetClass | null {
  for (let length = longestPrefix; length > 0; length--) {
    const found = ownOf(byCfi, code.slice(0, length).toUpperCase());
    if (found !== null) return found;
  }
  return null;
}

const ownOf = (table: Readonly<Record<string, AssetClass>>, key: string): AssetClass | null =>
  Object.hasOwn(table, key) ? (table[key] ?? null) : null;
