import { afterEach, describe, expect, test } from "vitest";

import { allOf } from "#scripts/testing/all-of.ts";
import {
  accountsOf,
  cash,
  closeCustodians,
  day,
  money,
  movement,
  posting,
  query,
  share,
  transaction,
} from "#scripts/testing/hostile-custodian.ts";

afterEach(closeCustodians);

describe("money that moved", () => {
  const at = "/v3/customers/k1/transactions";
  const paid = { ...movement, type: "cash", financialInstrument: money, account: cash };

  test("is what the movements say where no totals are told, and one sum on an account", async () => {
    const movementList = [
      movement,
      { ...paid, quantity: { type: "unit", value: -4.1 } },
      { ...paid, type: "brokerageFee", quantity: { type: "unit", value: -0.2 } },
    ];
    const { session, cashAccount, custodyAccount } = await accountsOf({
      [at]: [{ ...transaction, postingAmountList: null, movementList }],
    });
    expect(await allOf(session.transactions(cashAccount, query))).toMatchObject([
      { id: "t1", amount: "-4.3" },
    ]);
    expect(await allOf(session.transactions(custodyAccount, query))).toEqual([]);
    expect(await allOf(session.investmentTransactions(custodyAccount, query))).toMatchObject([
      { amount: "-4.3", fees: "-0.2", taxes: null, quantity: "3" },
    ]);
    expect(await allOf(session.investmentTransactions(cashAccount, query))).toEqual([]);
  });

  test("in two currencies is no one sum", async () => {
    const euros = { ...cash, id: "a3", referenceCurrency: "EUR" };
    const { session, custodyAccount } = await accountsOf({
      [at]: [
        { ...transaction, postingAmountList: [posting, { amount: 4, currency: "EUR", account: euros }] },
      ],
    });
    expect(await allOf(session.investmentTransactions(custodyAccount, query))).toMatchObject([
      { amount: null, currency: null },
    ]);
  });

  test("of what an issuer pays is told on the account that got it, without a quantity", async () => {
    const dividend = {
      ...transaction,
      type: "dividendCash",
      triggeringFinancialInstrument: share,
      triggeringQuantity: { type: "unit", value: 9 },
      triggeringPrice: { type: "actual", value: 0.5 },
      movementList: [paid],
      postingAmountList: [{ ...posting, amount: 4.5 }],
    };
    const { session, cashAccount, custodyAccount } = await accountsOf({ [at]: [dividend] });
    expect(await allOf(session.investmentTransactions(cashAccount, query))).toMatchObject([
      { transactionType: "dividendCash", quantity: null, price: "0.5", priceCurrency: "CHF", amount: "4.5" },
    ]);
    expect(await allOf(session.investmentTransactions(custodyAccount, query))).toEqual([]);
  });

  test("takes back what it says it takes back", async () => {
    const reversal = { ...transaction, reversalIndicator: true, reversedTransactionId: "t0" };
    const { session, custodyAccount } = await accountsOf({ [at]: [reversal] });
    expect(await allOf(session.investmentTransactions(custodyAccount, query))).toMatchObject([
      { isReversal: true, reverses: "t0" },
    ]);
  });

  test("is left out before the day's end has confirmed it, where only that is wanted", async () => {
    const open = { ...transaction, id: "t2", endOfDayIndicator: false };
    const { session, cashAccount, bank } = await accountsOf({ [at]: [transaction, open] });
    const confirmed = await allOf(session.transactions(cashAccount, { from: day, withPending: false }));
    expect(confirmed.map(({ id }) => id)).toEqual(["t1"]);
    expect(bank.heard.at(-1)).toContain("end_of_day_indicator=true");
    expect((await allOf(session.transactions(cashAccount, query))).map(({ status }) => status)).toEqual([
      "booked",
      "pending",
    ]);
  });
});
