import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { readCoverage } from "#lib/consent/read-coverage.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConnectionId } from "#lib/kernel/id.ts";
import { listAccounts } from "./account-repository.ts";
import type { Connection } from "./connection.ts";
import { type GrantedAccount, type GrantedProduct, listGrantedProducts } from "./granted-repository.ts";
import { listFirstDays } from "./product-state-repository.ts";
import { listConnectionsSeen } from "./repository.ts";

export interface OwnAccount extends GrantedAccount {
  readonly connectionId: ConnectionId;
}

export interface OwnAccounts {
  /** Those that the investor chose and that their bank still names. */
  readonly accounts: readonly OwnAccount[];
  /** Those that they chose and that their bank does not name any more. */
  readonly gone: readonly OwnAccount[];
  /** What a consent covers now, or was read and is kept: of everything else it is known that nobody asked for it. */
  readonly covered: readonly { readonly accountId: AccountId; readonly cluster: DataCluster }[];
  readonly products: readonly GrantedProduct[];
  /** Of an account whose entries were read, the first day that was ever asked for. */
  readonly firstDays: ReadonlyMap<AccountId, string>;
  /** How many accesses work or are being set up. */
  readonly live: number;
}

const most = 500;

/** An investor's own accounts over all banks and how reading them stands. Nothing sealed is opened. */
export async function listOwnAccounts(tx: Transaction, ctx: Context): Promise<OwnAccounts> {
  requirePermission(ctx, "connection.read");
  const connections = new Map(
    (await listConnectionsSeen(tx, most)).map((connection) => [connection.connectionId, connection]),
  );
  const [accounts, gone]: [OwnAccount[], OwnAccount[]] = [[], []];
  for (const { accountId, connectionId, kind, currency, state, chosenAt } of await listAccounts(tx, [
    ...connections.keys(),
  ])) {
    const connection = connections.get(connectionId);
    if (!connection || chosenAt === null) continue;
    const { investorId, institutionId } = connection;
    const account = { accountId, connectionId, investorId, institutionId, kind, currency };
    if (state === "chosen") accounts.push(account);
    if (state === "gone") gone.push(account);
  }
  const products = await listGrantedProducts(tx, null);
  const covered = await coveredOf(tx, ctx, accounts, connections);
  const read = products.map(({ accountId, cluster }) => ({ accountId, cluster }));
  const firstDays = new Map((await listFirstDays(tx)).map(({ accountId, from }) => [accountId, from]));
  const live = [...connections.values()].filter(({ state }) => state !== "ended").length;
  return { accounts, gone, covered: [...covered, ...read], products, firstDays, live };
}

/** By the consent under which each account is read. */
async function coveredOf(
  tx: Transaction,
  ctx: Context,
  accounts: readonly OwnAccount[],
  connections: ReadonlyMap<ConnectionId, Connection>,
): Promise<OwnAccounts["covered"]> {
  const byConsent = Map.groupBy(accounts, ({ connectionId }) => connections.get(connectionId)?.consentId);
  const covered: OwnAccounts["covered"][number][] = [];
  for (const [consentId, own] of byConsent) {
    const coverage = consentId ? await readCoverage(tx, ctx, consentId) : null;
    for (const { cluster } of coverage?.clusters ?? [])
      covered.push(...own.map(({ accountId }) => ({ accountId, cluster })));
  }
  return covered;
}
