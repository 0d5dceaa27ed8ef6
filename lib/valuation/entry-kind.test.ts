import { describe, expect, test } from "vitest";
import { custodyTypes } from "#lib/aspsp/custody-types.ts";
import { custodyWords } from "./custody-words.ts";
import { investmentKind, paymentKind } from "./entry-kind.ts";

const of = (bankTransactionCode: string | null, amount = "-1.00") =>
  paymentKind({ bankTransactionCode, amount });

describe("the kind of a payment", () => {
  test.each([
    ["PMNT-RCDT-SALA", "payment"],
    ["PMNT-CCRD-CWDL", "withdrawal"],
    ["PMNT-CNTR-CDPT", "deposit"],
    ["ACMT-MCOP-INTR", "interest"],
    ["ACMT-MDOP-FEES", "fee"],
    ["PMNT-ICDT-CHRG", "fee"],
    ["ACMT-MDOP-TAXE", "tax"],
    ["SECU-CORP-DVCA", "dividend"],
    ["SECU-SETT-SUBS", "buy"],
    ["SECU-CORP-REDM", "redemption"],
    ["FORX-SPOT-OTHR", "fx"],
    ["TRAD-DCCT-OTHR", "other"],
  ])("is told by ISO 20022's code %s: %s", (code, kind) => expect(of(code)).toBe(kind));

  test("of a trade is told by where the money went", () => {
    expect([of("SECU-SETT-TRAD", "-10"), of("SECU-SETT-TRAD", "10")]).toEqual(["buy", "sell"]);
  });

  test("is told by a custodian's word too", () => {
    expect([of("dividendCash"), of("fees"), of("inflowCash")]).toEqual(["dividend", "fee", "deposit"]);
  });

  test.each([null, "", "NMSC+201", "Dividend of an aunt", "PMNT", "toString", "constructor"])(
    "is not guessed from %j",
    (word) => expect(of(word)).toBe("other"),
  );
});

describe("the kind of what happened to an investment", () => {
  test.each([
    ["stockSplit", "split"],
    ["coupon", "interest"],
    ["dividendReinvestment", "dividend"],
    ["receiveFreeOfPayment", "transferIn"],
    ["spinOff", "merger"],
    ["somethingNew", "other"],
  ])("is told by OpenWealth's word %s: %s", (transactionType, kind) =>
    expect(investmentKind({ transactionType, quantity: "1", amount: null })).toBe(kind),
  );

  test("of a transfer is told by where it went", () => {
    const kind = (quantity: string) =>
      investmentKind({ transactionType: "internalTransfer", quantity, amount: null });
    expect([kind("-5"), kind("5")]).toEqual(["transferOut", "transferIn"]);
  });
});

test("a custodian's words are the standard's", () => {
  for (const word of custodyWords.keys()) expect(custodyTypes.has(word), word).toBe(true);
});
