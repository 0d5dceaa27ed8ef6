import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspHolder } from "#lib/aspsp/records.ts";
import type { AspspSession, Reading } from "#lib/aspsp/session.ts";
import { listAccounts, readHolders } from "./list-accounts.ts";
import { readBalances } from "./read-balances.ts";
import { readTransactions } from "./read-transactions.ts";
import { createReader } from "./reader.ts";
import type { Talk } from "./talk.ts";

export function openSession(talk: Talk, grant: AccessGrant, reading: Reading): AspspSession {
  const reader = createReader(talk, grant, reading);
  const holders = new Map<string, readonly AspspHolder[]>();
  return {
    accounts: () => listAccounts(reader, holders),
    holders: (account) => readHolders(reader, account, holders),
    balances: (account) => readBalances(reader, account),
    transactions: (account, query) => readTransactions(reader, account, query),
    positions: () => notOffered("positions"),
    portfolios: () => notOffered("portfolios"),
  };
}

/** The standard knows no securities in this version. That is not the same as having none. */
// biome-ignore lint/correctness/useYield: it ends before the first record
async function* notOffered(call: string): AsyncGenerator<never, void> {
  throw new AspspError("notSupported", { call });
}
