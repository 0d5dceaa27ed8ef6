import type { Bank } from "../../bank/bank.ts";
import type { ApiCall } from "../../bank/xs2a/api.ts";
import type { Route } from "../../http/routes.ts";
import type { Relationship } from "../wealth/plan.ts";
import { custody } from "./api.ts";
import { accountJson } from "./described.ts";
import { listed } from "./listed.ts";
import { notFound } from "./problem.ts";
import { consentOfReader, customerIdOf, readingOfCustomer, readings } from "./reading.ts";

/** Who the bank keeps something for, and in which accounts. */
export function customerRoutes(bank: Bank): Route[] {
  const accountsOf = (call: ApiCall) => readingOfCustomer(call, consentOfReader(call), "accounts").accounts;
  return [
    custody(bank, "/customers", (call) => {
      const found = readings(call, consentOfReader(call), "accounts");
      return listed(call, found, ({ relation }) => customerJson(relation));
    }),
    custody(bank, "/customers/:customerId", (call) => ({
      body: customerJson(readingOfCustomer(call, consentOfReader(call), "accounts").relation),
    })),
    custody(bank, "/customers/:customerId/accounts", (call) => listed(call, accountsOf(call), accountJson)),
    custody(bank, "/customers/:customerId/accounts/:accountId", (call) => {
      const found = accountsOf(call).find(({ id }) => id === call.path.accountId);
      if (!found) throw notFound("account");
      return { body: accountJson(found) };
    }),
  ];
}

const customerJson = (relation: Relationship): object => ({
  id: customerIdOf(relation),
  number: relation.number,
  referenceCurrency: relation.currency,
});
