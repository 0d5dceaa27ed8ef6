import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { AccountId, ConnectionId } from "#lib/kernel/id.ts";
import type { Account } from "./account-repository.ts";
import type { AccountState, Connection } from "./connection.ts";

export interface Named {
  readonly account: AspspAccount;
  readonly identityHash: Buffer;
}

/** What the bank's list means for what is known: nothing is made twice, and nothing that was decided is undone. */
export interface Matched {
  /** Known before, of this connection or of one that is over. */
  readonly again: readonly {
    readonly named: Named;
    readonly accountId: AccountId;
    readonly state: AccountState;
  }[];
  readonly fresh: readonly Named[];
  /** Read through another connection that works: it stays there. */
  readonly elsewhere: readonly Named[];
  readonly gone: readonly AccountId[];
}

/** `null`: the bank named one account twice, so nobody knows what its list means. */
export function matchAccounts(
  { connectionId }: Pick<Connection, "connectionId">,
  named: readonly Named[],
  known: readonly Account[],
  working: ReadonlySet<ConnectionId>,
): Matched | null {
  const byHash = new Map(known.map((account) => [keyOf(account.identityHash), account]));
  const hashes = new Set(named.map(({ identityHash }) => keyOf(identityHash)));
  if (hashes.size !== named.length) return null;
  const found = named.map((one) => ({ one, account: byHash.get(keyOf(one.identityHash)) ?? null }));
  const isElsewhere = (account: Account) =>
    account.connectionId !== connectionId && account.state !== "gone" && working.has(account.connectionId);
  return {
    fresh: found.flatMap(({ one, account }) => (account ? [] : [one])),
    elsewhere: found.flatMap(({ one, account }) => (account && isElsewhere(account) ? [one] : [])),
    again: found.flatMap(({ one, account }) =>
      account && !isElsewhere(account)
        ? [{ named: one, accountId: account.accountId, state: returned(account) }]
        : [],
    ),
    gone: known
      .filter((account) => account.connectionId === connectionId && account.state !== "gone")
      .filter(({ identityHash }) => !hashes.has(keyOf(identityHash)))
      .map(({ accountId }) => accountId),
  };
}

/** One that was away and is named again is as it was: read if it was chosen, and asked about if not. */
const returned = ({ state, chosenAt }: Account): AccountState => {
  if (state !== "gone") return state;
  return chosenAt === null ? "offered" : "chosen";
};

const keyOf = (hash: Buffer): string => hash.toString("base64");
