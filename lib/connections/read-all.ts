import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { Coverage } from "#lib/consent/read-coverage.ts";
import type { Transaction } from "#lib/db/database.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { listAccounts } from "./account-repository.ts";
import type { BankCalls } from "./bank-calls.ts";
import type { Bank } from "./banks.ts";
import { type Failure, judgeFailure } from "./judge-failure.ts";
import { firstDayToRead, neverRead, toDayText } from "./periods.ts";
import { type PlannedRead, planReads } from "./plan-reads.ts";
import {
  findLastRead,
  listReadSince,
  markPending,
  type Product,
  saveFailed,
} from "./product-state-repository.ts";
import { readAccounts } from "./read-accounts.ts";
import { type Asked, readProduct } from "./read-product.ts";
import { storeProduct } from "./store-product.ts";
import type { SyncParts } from "./sync-parts.ts";
import { holdFence } from "./sync-repository.ts";
import type { KeptPeriod } from "./to-periods.ts";

/** How a run of reads went. */
export interface Tally {
  readonly read: number;
  readonly failed: number;
  /** The first thing that went wrong, or the one that ended the run; `null` where nothing did. */
  readonly failure: Failure | null;
}

export interface Work {
  readonly ctx: Context;
  readonly parts: SyncParts;
  readonly bank: Bank;
  readonly calls: BankCalls;
  readonly coverage: Coverage;
  /** Whether another worker began this run: what it has read stays read. */
  readonly isResumed: boolean;
  readonly signal: AbortSignal;
}

/** After so many in a row the bank is taken to be away, and is left alone. */
const mostFailuresInARow = 2;

/** Reads what the consent covers, one after the other. What fails leaves the rest alone, and what was known of it. */
export async function readAll(work: Work): Promise<Tally> {
  const { plan, isDone } = await prepare(work);
  const listed = await attempting(work, "accounts", () =>
    readAccounts(work.ctx, work.parts.keys, work.calls, work.coverage),
  );
  if ("failure" in listed) {
    await noteFailed(
      work,
      productsOf(plan).filter((one) => !isDone(one)),
      listed.failure,
    );
    return { read: 0, failed: productsOf(plan).length, failure: listed.failure };
  }
  const left = plan.filter((one) => !one.clusters.every((cluster) => isDone({ ...one, cluster })));
  const rest: Tally[] = [];
  let inARow = 0;
  for (const [at, planned] of left.entries()) {
    const account = listed.value.get(planned.accountId)?.account;
    const outcome = await attempting(work, planned.clusters[0], () => readOne(work, planned, account));
    if (!("failure" in outcome)) {
      inARow = 0;
      rest.push({ read: planned.clusters.length, failed: 0, failure: null });
      continue;
    }
    const { failure } = outcome;
    inARow += failure.scope === "product" && failure.reason === "bankDown" ? 1 : 0;
    const isOver = failure.scope !== "product" || inARow >= mostFailuresInARow;
    const failed = productsOf(isOver ? left.slice(at) : [planned]);
    await noteFailed(work, failed, failure);
    rest.push({ read: 0, failed: failed.length, failure });
    if (isOver) break;
  }
  return summed(rest, productsOf(plan).length - productsOf(left).length);
}

const summed = (tallies: readonly Tally[], before: number): Tally => ({
  read: tallies.reduce((sum, { read }) => sum + read, before),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  failure:
    tallies.findLast(({ failure }) => failure && failure.scope !== "product")?.failure ??
    tallies.find(({ failure }) => failure)?.failure ??
    null,
});

const productsOf = (plan: readonly PlannedRead[]): readonly Product[] =>
  plan.flatMap(({ accountId, clusters }) => clusters.map((cluster) => ({ accountId, cluster })));

/** What is to be read, shown as pending from here on. */
async function prepare({ ctx, bank, calls, coverage, isResumed }: Work) {
  const { run, connection } = calls;
  return inTransaction(ctx, async (tx: Transaction) => {
    await holdFence(tx, run);
    const accounts = await listAccounts(tx, [connection.connectionId]);
    const chosen = accounts.filter(({ state }) => state === "chosen");
    const plan = planReads(chosen, coverage, bank.connector.capabilities.products);
    const done = isResumed ? await listReadSince(tx, run) : [];
    const names = new Set(done.map(({ accountId, cluster }) => `${accountId} ${cluster}`));
    const isDone = ({ accountId, cluster }: Product) => names.has(`${accountId} ${cluster}`);
    await markPending(
      tx,
      run,
      productsOf(plan).filter((one) => !isDone(one)),
    );
    return { plan, isDone };
  });
}

async function readOne(work: Work, planned: PlannedRead, account: AspspAccount | undefined): Promise<void> {
  const { ctx, parts, calls, coverage } = work;
  if (!account) throw new AspspError("accountGone", { call: "accounts" });
  const { accountId, clusters } = planned;
  const { kind } = account;
  const [cluster] = clusters;
  const asOf = ctx.clock.now();
  const today = toDayText(asOf);
  const { historyFrom = null, leavesOut = [] } =
    coverage.clusters.find((one) => one.cluster === cluster) ?? {};
  const last = await inTransaction(ctx, (tx) => findLastRead(tx, { accountId, cluster }));
  const isMore = last.leftOut.some((one) => !leavesOut.includes(one));
  const from = firstDayToRead(historyFrom, isMore ? neverRead : last, today);
  const hasPast = cluster === "transactions" || cluster === "investmentTransactions";
  const kept = async <Row>() => {
    const query = {
      investorId: calls.connection.investorId,
      accountIds: [accountId],
      clusters: [cluster],
      from,
    };
    return (await openRecords(ctx, parts.keys, query)) as unknown as readonly KeptPeriod<Row>[];
  };
  const { connectionId } = calls.connection;
  const asked: Asked & { hasPast: boolean } = { connectionId, asOf, today, from, leavesOut, kept, hasPast };
  const need = { accountId, cluster, from: hasPast ? from : null };
  const read = await calls.reading(need, (session) => readProduct(session, { ...planned, account }, asked));
  for (const product of read) await storeProduct(ctx, parts.keys, calls, { accountId, kind }, product, asked);
}

type Outcome<T> = { readonly value: T } | { readonly failure: Failure };

/** What is no refusal of a bank or a consent, and whatever fails once nothing is to be read any more, is thrown on. */
async function attempting<T>(
  { parts, calls, signal }: Work,
  product: string,
  attempt: () => Promise<T>,
): Promise<Outcome<T>> {
  try {
    signal.throwIfAborted();
    return { value: await attempt() };
  } catch (cause) {
    signal.throwIfAborted();
    const failure = judgeFailure(cause);
    if (!failure) throw cause;
    const facts = cause instanceof AspspError ? cause.facts : {};
    const reason = "reason" in failure ? failure.reason : failure.scope;
    parts.warn("sync.failed", { ...facts, connectionId: calls.connection.connectionId, product, reason });
    return { failure };
  }
}

async function noteFailed(
  { ctx, calls }: Work,
  products: readonly Product[],
  failure: Failure,
): Promise<void> {
  const reason =
    "reason" in failure ? failure.reason : failure.scope === "revoked" ? "consentRevoked" : "interrupted";
  await inTransaction(ctx, async (tx) => {
    await holdFence(tx, calls.run);
    await saveFailed(tx, products, reason, ctx.clock.now());
  });
}
