import { z } from "zod";

import type { AspspAccount } from "#lib/aspsp/records.ts";
import { type AccountAnswer, accountSchema, idSchema, toAccount } from "./account.ts";
import type { Custody } from "./custody.ts";
import { allPagesOf, Listed, pagesOf } from "./listed.ts";

const customerSchema = z.object({ id: idSchema });

/** An account with the customer under whom it was found first. */
export interface CustomerAccount {
  readonly customerId: string;
  readonly account: AccountAnswer;
}

/** Every account of every customer whom the grant opens. An account that two customers share is one account. */
export async function accountsOfCustomers(custody: Custody): Promise<readonly CustomerAccount[]> {
  const customers = await allPagesOf(
    custody,
    { call: "customers", path: "/customers", query: {} },
    customerSchema,
  );
  const listed = new Listed("accounts");
  const found: CustomerAccount[] = [];
  for (const { id: customerId } of customers) {
    const path = `/customers/${encodeURIComponent(customerId)}/accounts`;
    for await (const page of pagesOf(custody, { call: "accounts", path, query: {} }, accountSchema, listed))
      found.push(...page.map((account) => ({ customerId, account })));
  }
  return found;
}

export const toAspspAccount = ({ customerId, account }: CustomerAccount): AspspAccount =>
  toAccount(account, customerId);
