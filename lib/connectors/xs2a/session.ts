import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspHolder } from "#lib/aspsp/records.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import type { AccountReader } from "./account-reader.ts";
import { listAccounts, readHolders } from "./list-accounts.ts";
import { readBalances } from "./read-balances.ts";
import { readTransactions } from "./read-transactions.ts";

export function openSession(reader: AccountReader): AspspSession {
  const holders = new Map<string, readonly AspspHolder[]>();
  return {
    accounts: () => listAccounts(reader, holders),
    holders: (account) => readHolders(reader, account, holders),
    balances: (account) => readBalances(reader, account),
    transactions: (account, query) => readTransactions(reader, account, query),
    positions: () => notOffered("positions"),
    investmentTransactions: () => notOffered("investmentTransactions"),
    portfolios: () => notOffered("portfolios"),
  };
}

/** The standard knows no securities in this version. That is not the same as having none. */
// biome-ignore lint/correctness/useYield: it ends before the first record
async function* notOffered(call: string): AsyncGenerator<never, never> {
  throw new AspspError("notSupported", { call });
}
