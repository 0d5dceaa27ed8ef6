import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listOwnAccounts, type OwnAccounts } from "#lib/connections/list-own-accounts.ts";
import { addDaysTo, toDayText } from "#lib/connections/periods.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { openDeclarations, readDeclarations } from "#lib/records/declarations.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type Declared, toDeclared } from "./declared.ts";
import type { Holdings } from "./holdings.ts";
import { ownInvestor } from "./own-investor.ts";
import { toHoldings } from "./to-holdings.ts";

const shown: readonly DataCluster[] = ["identity", "balances", "positions", "liabilities"];

export interface OwnHoldings {
  readonly holdings: Holdings;
  readonly own: OwnAccounts;
  /** What the investor says themselves; it is in the holdings already. */
  readonly declared: Declared;
}

/** Everything that the investor's banks last told, account by account. Only what is newest of each is opened. */
export async function readOwnHoldings(ctx: Context, keys: RecordKeys): Promise<OwnHoldings> {
  requirePermission(ctx, "records.read");
  const investorId = ownInvestor(ctx);
  const [own, sealed] = await inTransaction(ctx, async (tx) => [
    await listOwnAccounts(tx, ctx),
    await readDeclarations(tx, ctx),
  ]);
  const declared = toDeclared(await openDeclarations(ctx, keys, sealed));
  const holdings = toHoldings({
    accounts: own.accounts,
    granted: own.covered,
    products: own.products,
    chunks: await openNewest(ctx, keys, investorId, own),
    ...{ hiddenAccounts: 0, manualAssets: declared.assets, shares: sharesOf(declared), now: ctx.clock.now() },
  });
  return { holdings, own, declared };
}

export const sharesOf = ({ shares }: Declared): ReadonlyMap<AccountId, string> =>
  new Map([...shares].map(([accountId, { share }]) => [accountId, share]));

/** Accounts are read on different days: of each, the days before its last reading are left closed. */
async function openNewest(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  { accounts, products }: OwnAccounts,
): Promise<readonly Chunk[]> {
  const oldest = new Map<AccountId, string>();
  for (const { accountId, cluster, asOf } of products) {
    if (asOf === null || !shown.includes(cluster)) continue;
    const day = toDayText(asOf);
    const before = oldest.get(accountId);
    if (before === undefined || day < before) oldest.set(accountId, day);
  }
  const byDay = Map.groupBy(accounts, ({ accountId }) => oldest.get(accountId));
  const opened: Chunk[] = [];
  for (const [day, own] of byDay) {
    const accountIds = own.map(({ accountId }) => accountId);
    // A reading that goes on over midnight ends on another day than the one it is kept at.
    const days = day === undefined ? {} : { from: addDaysTo(day, -1) };
    opened.push(...(await openRecords(ctx, keys, { investorId, accountIds, clusters: shown, ...days })));
  }
  return opened;
}
