import { expect, test } from "vitest";
import type { AccountKind } from "#lib/aspsp/records.ts";
import { accountNumber } from "#scripts/testing/histories.ts";
import { investmentAccounts } from "./investments.ts";

const account = (number: number, institutionId: string, kind: AccountKind, holdsPositions = false) => ({
  ...{ accountId: accountNumber(number), institutionId, kind, holdsPositions },
});

test("investments are what holds instruments, and the money beside it at the same institution", () => {
  const accounts = [
    account(1, "custodian", "custody"),
    account(2, "custodian", "current"),
    account(3, "custodian", "savings"),
    account(4, "custodian", "card"),
    account(5, "custodian", "loan"),
    account(6, "bank", "current"),
    account(7, "broker", "other", true),
    account(8, "broker", "current"),
    account(9, "custodian", "other"),
  ];
  expect(investmentAccounts(accounts)).toEqual([1, 2, 3, 7, 8].map(accountNumber));
});

test("money alone is no investment", () => {
  expect(investmentAccounts([account(1, "bank", "current"), account(2, "bank", "savings")])).toEqual([]);
});
