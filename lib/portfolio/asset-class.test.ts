import { expect, test } from "vitest";
import { isLent } from "#lib/valuation/position-worth.ts";
import { classOf } from "./asset-class.ts";

/** In a CFI code, an X says that nothing is said. */
const open = (letters: string): string => letters.padEnd(6, "X");

test.each([
  ["equity", "ESVUFR", null],
  ["equity", "EDSRFR", null],
  ["structured", "EYAAAA", null],
  ["fund", "EUOMNR", null],
  ["fund", "CIOGEU", null],
  ["fund", "CEOGES", null],
  ["privateEquity", "CPCGXU", null],
  ["bond", "DBFUFR", null],
  ["bond", "DYFTXB", null],
  ["structured", open("DSA"), null],
  ["structured", open("DEA"), null],
  ["derivative", "RWSTCA", null],
  ["derivative", "OCASPS", null],
  ["derivative", "FFSPSX", null],
  ["derivative", "SRCCSP", null],
  ["derivative", "HTAAAA", null],
  ["derivative", "JFTXFP", null],
  ["commodity", open("ITN"), null],
  ["commodity", open("TTM"), null],
  ["commodity", open("TCC"), null],
  ["cash", open("TCN"), null],
  ["property", open("MMR"), null],
  ["commodity", open("MMP"), null],
  ["other", open("MC"), null],
  ["equity", "ES", null],
  ["notTold", open("X"), null],
  ["bond", null, "bond"],
  ["crypto", null, "cryptoAsset"],
  ["cash", null, "callableDeposit"],
  ["derivative", null, "fxForward"],
  ["other", null, "other"],
  // The standard's code says more than a word that only says that it is something else, and the other way round.
  ["structured", open("DEA"), "other"],
  ["crypto", open("MMM"), "cryptoAsset"],
  ["equity", "ESVUFR", "bond"],
  // A bank's own words mean nothing to anybody else, and none is read out of an object's own names.
  ["notTold", null, "Aktienfonds"],
  ["notTold", null, "toString"],
  ["notTold", "", ""],
  ["notTold", null, null],
] as const)("is %s for a CFI code %s and the word %s", (expected, cfiCode, instrumentType) => {
  expect(classOf({ cfiCode, instrumentType })).toBe(expected);
});

test("what a custodian lends is known by the standard's words", () => {
  for (const instrumentType of ["mortgage", "credit", "fixedLoan", "callableLoan"]) {
    expect(isLent({ instrumentType })).toBe(true);
  }
  for (const instrumentType of [null, "bond", "fixedDeposit"]) {
    expect(isLent({ instrumentType })).toBe(false);
  }
});
