import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { GrantedAccount } from "#lib/connections/list-granted.ts";
import { namesOf } from "#lib/connections/to-account-view.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { EntryAccountView } from "./entries-view.ts";

/** What accounts are called, out of what was opened of them. */
export const namesOfAccounts = (
  accounts: readonly GrantedAccount[],
  chunks: readonly Chunk[],
): readonly EntryAccountView[] =>
  accounts.map(({ accountId, institutionId, kind, currency }) => ({
    ...{ id: accountId, institutionId, kind },
    currency: currency === severalCurrencies ? null : currency,
    ...namesOf(accountId, chunks),
  }));
