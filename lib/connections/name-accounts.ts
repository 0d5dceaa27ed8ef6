import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import type { ChunkKey } from "#lib/records/chunk-key.ts";
import { insertAccount, lockAccountsAt, noteGone, noteSeen } from "./account-repository.ts";
import type { AccountState, Connection } from "./connection.ts";
import { identityHashOf } from "./identify-account.ts";
import { matchAccounts } from "./match-accounts.ts";
import { listLiveBeside } from "./repository.ts";

export interface NamedAccount {
  readonly accountId: AccountId;
  readonly state: AccountState;
}

export interface NamedAccounts {
  /** Of this connection from now on. What is read by another one that works is not among them. */
  readonly ours: ReadonlyMap<AspspAccount, NamedAccount>;
  readonly fresh: readonly AccountId[];
  readonly elsewhere: number;
}

/**
 * Takes the bank's list down, in the caller's transaction under the consent's hold. An account keeps its name here for
 * good, whichever connection it is read through; a new one is offered and read by nobody before it is chosen.
 */
export async function nameAccounts(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  connection: Connection,
  accounts: readonly AspspAccount[],
): Promise<NamedAccounts> {
  requirePermission(ctx, "connection.work");
  const { institutionId } = connection;
  const known = await lockAccountsAt(tx, connection);
  const beside = await listLiveBeside(tx, connection);
  const working = new Set(
    beside.filter(({ needs }) => needs !== "credential").map(({ connectionId }) => connectionId),
  );
  const named = accounts.map((account) => ({
    account,
    identityHash: identityHashOf(key, institutionId, account),
  }));
  const matched = matchAccounts(connection, named, known, working);
  if (!matched) throw new AspspError("malformedAnswer", { call: "accounts", at: "identity" });

  const at = ctx.clock.now();
  const ours = new Map<AspspAccount, NamedAccount>();
  for (const { named: one, accountId, state } of matched.again) {
    const { kind, currency } = one.account;
    await noteSeen(tx, connection, { accountId, state, kind, currency }, at);
    ours.set(one.account, { accountId, state });
  }
  for (const { account, identityHash } of matched.fresh) {
    const { kind, currency } = account;
    const accountId = newId("acc");
    await insertAccount(tx, connection, { accountId, identityHash, kind, currency }, at);
    ours.set(account, { accountId, state: "offered" });
  }
  await noteGone(tx, matched.gone);
  const fresh = matched.fresh.flatMap(({ account }) => ours.get(account)?.accountId ?? []);
  return { ours, fresh, elsewhere: matched.elsewhere.length };
}
