import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AccountKind } from "#lib/aspsp/records.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { holdWhatIsKept } from "#lib/consent/keep-data.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import type { Chunk, NewChunk, NewValuations } from "#lib/records/chunk.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { removeExactly, removeKinds } from "#lib/records/remove-chunks.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import { deriveEntries, isOfEntries } from "#lib/valuation/derive.ts";
import { findKnown, saveDecision } from "./account-repository.ts";
import { uncoveredDeleted } from "./audit-events.ts";
import { isTakenAway, keepingOf } from "./keeping.ts";
import { isAll, type Keeping, minimise } from "./minimise.ts";
import { deleteProducts, saveTrimmed } from "./product-state-repository.ts";

/** What there is of one account, by its kinds of data. */
export interface StoredAccount {
  readonly investorId: PersonId;
  readonly accountId: AccountId;
  readonly clusters: readonly DataCluster[];
}

interface Plan {
  readonly kind: AccountKind;
  readonly gone: readonly DataCluster[];
  readonly stays: readonly (readonly [DataCluster, Keeping])[];
  readonly isTakenAway: boolean;
}

interface Change {
  readonly before: Chunk;
  /** `null` where nothing of it stays. */
  readonly after: NewChunk | null;
}

/**
 * Deletes of one account what no consent covers any more. Opening and sealing are outside of the transaction that
 * writes, which finds that nothing was decided or read meanwhile, or changes nothing and is tried again.
 */
export async function trimAccount(ctx: Context, keys: RecordKeys, stored: StoredAccount): Promise<void> {
  requirePermission(ctx, "records.remove");
  const plan = await inTransaction(ctx, (tx) => planOf(tx, ctx, stored));
  const changes = await changesOf(ctx, keys, stored, plan);
  if (plan.gone.length + changes.length === 0 && !plan.isTakenAway) return;

  const { investorId, accountId } = stored;
  const isSealing = changes.some(({ after }) => after !== null);
  const derived = await deriveAll(changes, plan.kind);
  using key = isSealing ? await holdInvestorKey(ctx, keys, investorId) : null;
  await inTransaction(ctx, async (tx) => {
    const now = await planOf(tx, ctx, stored);
    if (JSON.stringify(now) !== JSON.stringify(plan)) throw new AppError("records.changed", { accountId });
    const removed = await removeKinds(tx, ctx, stored, plan.gone);
    const before = changes.map((change) => change.before);
    const after = changes.flatMap((change) => change.after ?? []);
    await removeExactly(tx, ctx, investorId, before);
    if (key) await storeChunks(tx, ctx, key, [...after, ...derived]);
    await noteTrimmed(tx, accountId, plan, ctx.clock.now());
    const deleted = removed + before.length - after.length;
    await appendAudit(tx, ctx, uncoveredDeleted({ accountId, deleted, rewritten: after.length }));
  });
}

async function planOf(tx: Transaction, ctx: Context, stored: StoredAccount): Promise<Plan> {
  const { investorId, accountId, clusters } = stored;
  const kept = await holdWhatIsKept(tx, ctx, investorId);
  const known = await findKnown(tx, accountId);
  const all = clusters.map((cluster) => [cluster, keepingOf(known, cluster, kept)] as const);
  return {
    gone: all.flatMap(([cluster, keeping]) => (keeping ? [] : [cluster])),
    stays: all.flatMap(([cluster, keeping]) => (keeping ? [[cluster, keeping] as const] : [])),
    isTakenAway: isTakenAway(known, kept),
    kind: known.kind,
  };
}

async function changesOf(
  ctx: Context,
  keys: RecordKeys,
  { investorId, accountId }: StoredAccount,
  { stays }: Plan,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [cluster, keeping] of stays) {
    if (isAll(keeping)) continue;
    const query = { investorId, accountIds: [accountId], clusters: [cluster] };
    for (const before of await openRecords(ctx, keys, query)) {
      const after = minimise(before, keeping);
      if (after !== before) changes.push({ before, after });
    }
  }
  return changes;
}

/** What stays is reckoned anew, so that no sum has in it what is gone. */
async function deriveAll(changes: readonly Change[], kind: AccountKind): Promise<readonly NewValuations[]> {
  const derived: NewValuations[] = [];
  for (const { after } of changes) {
    if (after && isOfEntries(after)) derived.push(await deriveEntries(after, kind));
  }
  return derived;
}

async function noteTrimmed(
  tx: Transaction,
  accountId: AccountId,
  { gone, stays, isTakenAway: isDeclined }: Plan,
  at: Date,
): Promise<void> {
  // What only tells an account from others is no reading of who holds it.
  const untold = stays.flatMap(([cluster, { namesHolders }]) => (namesHolders ? [] : [cluster]));
  const products = [...gone, ...untold].map((cluster) => ({ accountId, cluster }));
  await deleteProducts(tx, products);
  for (const [cluster, keeping] of stays) await saveTrimmed(tx, { accountId, cluster }, keeping);
  if (isDeclined) await saveDecision(tx, [accountId], "declined", at);
}
