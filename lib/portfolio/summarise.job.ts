import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type GrantedBanks, type GrantedProduct, listGranted } from "#lib/connections/list-granted.ts";
import { addDaysTo, toDayText } from "#lib/connections/periods.ts";
import type { Granted } from "#lib/consent/granted.ts";
import {
  type GrantedToEach,
  holdGrantedToEach,
  readGrantedToEach,
} from "#lib/consent/read-granted-to-each.ts";
import type { Transaction } from "#lib/db/database.ts";
import { handle, type JobHandler } from "#lib/jobs/handler.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Chunk, ValuationChunk } from "#lib/records/chunk.ts";
import { holdSummaryKey, type SummaryKey } from "#lib/records/hold-keys.ts";
import { summarise } from "#lib/records/jobs.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { removeSummary } from "#lib/records/remove-summary.ts";
import { type NewSummary, storeSummary } from "#lib/records/store-summary.ts";
import { holdSummariesOf, readStanding } from "#lib/records/summaries.ts";
import { bookParts } from "./book-summary.ts";
import { asOfOf, firstDayNeeded, toBookSummary } from "./to-book-summary.ts";
import { toHoldings } from "./to-holdings.ts";

/** How often it is reckoned anew where something changes meanwhile, before it is left to a later attempt. */
const mostTries = 3;

/**
 * Makes what each recipient's book says of an investor. What is stored was reckoned of what stands and of what is
 * granted at the moment of the commit: where either changed since, it is reckoned once more. So no summary that was
 * begun before a withdrawal is there after it, and of two at once the newer one stays.
 */
export const summariseHandler = (keys: RecordKeys): JobHandler =>
  handle({
    job: summarise,
    authorise: async () => ({ run: true }),
    run: async (ctx, { investorId }, signal) => {
      requirePermission(ctx, "records.store");
      try {
        await summariseInvestor(ctx, keys, investorId, signal);
      } catch (failure) {
        // Of whom nothing may be stored any more there is nothing to be summed up.
        if (!(failure instanceof AppError && failure.code === "records.erased")) throw failure;
      }
    },
  });

export async function summariseInvestor(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  signal?: AbortSignal,
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    signal?.throwIfAborted();
    const basis = await inTransaction(ctx, (tx) => readBasis(tx, ctx, investorId));
    const summaries = await reckon(ctx, keys, investorId, basis);
    if (summaries.length === 0 && basis.summarised.length === 0) return;
    using key = await holdSummaryKey(ctx, keys, investorId);
    if (await inTransaction(ctx, (tx) => store(tx, ctx, key, { basis, summaries }))) return;
  }
  throw new AppError("records.changed", { investorId });
}

interface Basis {
  readonly granted: GrantedToEach;
  readonly banks: GrantedBanks;
  readonly standing: readonly string[];
  readonly summarised: readonly NewSummary["recipientId"][];
}

async function readBasis(tx: Transaction, ctx: Context, investorId: PersonId): Promise<Basis> {
  const summarised = await holdSummariesOf(tx, ctx, investorId);
  const granted = await readGrantedToEach(tx, ctx, investorId);
  return { granted, ...(await readRest(tx, ctx, investorId)), summarised };
}

const readRest = async (tx: Transaction, ctx: Context, investorId: PersonId) => ({
  banks: await listGranted(tx, ctx, investorId),
  standing: await readStanding(tx, ctx, investorId, bookParts),
});

/** `false` where it is not made of what there is any more, and nothing was stored. */
async function store(
  tx: Transaction,
  ctx: Context,
  key: SummaryKey,
  { basis, summaries }: { readonly basis: Basis; readonly summaries: readonly NewSummary[] },
): Promise<boolean> {
  const { investorId } = key;
  const summarised = await holdSummariesOf(tx, ctx, investorId);
  const now = {
    granted: await holdGrantedToEach(tx, ctx, investorId),
    ...(await readRest(tx, ctx, investorId)),
  };
  if (fingerprint(now) !== fingerprint(basis)) return false;
  for (const summary of summaries) await storeSummary(tx, ctx, key, summary);
  const kept = new Set(summaries.map(({ recipientId }) => recipientId));
  for (const recipientId of summarised) {
    if (!kept.has(recipientId)) await removeSummary(tx, ctx, investorId, recipientId);
  }
  return true;
}

const fingerprint = ({ granted, banks, standing }: Omit<Basis, "summarised">): string =>
  JSON.stringify([[...granted], banks, standing]);

async function reckon(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  { granted, banks }: Basis,
): Promise<readonly NewSummary[]> {
  const shown = [...granted].flatMap(([recipientId, all]) => {
    const own = all.filter(({ cluster }) => bookParts.some((part) => part === cluster));
    return own.length === 0 ? [] : [{ recipientId, own }];
  });
  if (shown.length === 0) return [];
  const now = ctx.clock.now();
  const newest = await openNewest(ctx, keys, investorId, banks.products);
  const since = { clusters: bookParts, from: firstDayNeeded(now), derived: true } as const;
  const valuations = await openRecords(ctx, keys, { investorId, ...since });
  return shown.map(({ recipientId, own }) => {
    const holdings = toHoldings({
      ...{ accounts: banks.accounts, granted: own, products: banks.products, now },
      chunks: newest.filter(seenBy(own)),
      ...{ hiddenAccounts: 0, manualAssets: [], shares: new Map() },
    });
    const seen = valuations.filter(seenBy(own));
    const content = toBookSummary({ holdings, valuations: seen, granted: own.length });
    return { recipientId, asOf: asOfOf(content, now), content };
  });
}

/** As the database's policies say it of a recipient who asks. */
function seenBy(granted: readonly Granted[]): (chunk: Chunk | ValuationChunk) => boolean {
  const from = new Map(granted.map((one) => [`${one.accountId} ${one.cluster}`, one.historyFrom]));
  return (chunk) => {
    const since = from.get(`${chunk.accountId} ${chunk.cluster}`);
    return since !== undefined && (since === null || since <= chunk.from);
  };
}

/** Of each account the days since its oldest last reading; a reading that goes on over midnight ends a day later. */
async function openNewest(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  products: readonly GrantedProduct[],
): Promise<readonly Chunk[]> {
  const read = products.flatMap(({ accountId, cluster, asOf }) =>
    asOf !== null && bookParts.some((part) => part === cluster) ? [{ accountId, day: toDayText(asOf) }] : [],
  );
  const oldest = [...Map.groupBy(read, ({ accountId }) => accountId)].map(([accountId, own]) => ({
    accountId,
    day: own.map(({ day }) => day).sort()[0] as string,
  }));
  const opened: Chunk[] = [];
  for (const [day, own] of Map.groupBy(oldest, (one) => one.day)) {
    const accountIds = own.map(({ accountId }) => accountId);
    const query = { investorId, accountIds, clusters: bookParts, from: addDaysTo(day, -1) };
    opened.push(...(await openRecords(ctx, keys, query)));
  }
  return opened;
}
