import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listOwnAccounts } from "#lib/connections/list-own-accounts.ts";
import { toDayText } from "#lib/connections/periods.ts";
import type { Chunk, RecordsQuery } from "#lib/records/chunk.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { namesOfAccounts } from "./account-names.ts";
import type { EntryStretches } from "./entries-table.ts";
import type { EntryAccountView } from "./entries-view.ts";
import { entryClusters, missingEntries } from "./entry-page.ts";
import { entriesIn, quarterBefore, quarterOf } from "./entry-stretches.ts";
import { ownInvestor } from "./own-investor.ts";
import type { MissingView } from "./wealth-view.ts";

/** All transactions that somebody may see, a quarter of a year at a time. */
export interface EntryReading {
  readonly stretches: EntryStretches;
  readonly accounts: readonly EntryAccountView[];
  readonly missing: readonly MissingView[];
  /** Accounts that are read and not shown. */
  readonly hidden: number;
  /** Accounts that their bank does not name any more: none of their transactions is among them. */
  readonly gone: number;
}

/**
 * All of the investor's own transactions, the newest first. What is in memory at a time is one quarter of a year; the
 * next one is opened when somebody asks for it.
 */
export async function readOwnStretches(ctx: Context, keys: RecordKeys): Promise<EntryReading> {
  requirePermission(ctx, "records.read");
  const investorId = ownInvestor(ctx);
  const own = await inTransaction(ctx, (tx) => listOwnAccounts(tx, ctx));
  const identities = await openRecords(ctx, keys, { investorId, clusters: ["identity"] });
  const accountIds = own.accounts.map(({ accountId }) => accountId);
  const first = accountIds.flatMap((accountId) => own.firstDays.get(accountId) ?? []).sort()[0] ?? null;
  const open = (days: Pick<RecordsQuery, "from" | "to">) =>
    openRecords(ctx, keys, { investorId, accountIds, clusters: entryClusters, ...days });
  return {
    stretches: backwards(open, { first, today: toDayText(ctx.clock.now()) }),
    accounts: namesOfAccounts(own.accounts, identities),
    missing: missingEntries(own.accounts, own),
    hidden: 0,
    gone: own.gone.length,
  };
}

type Open = (days: Pick<RecordsQuery, "from" | "to">) => Promise<readonly Chunk[]>;

interface Span {
  readonly first: string | null;
  readonly today: string;
}

/** The first stretch has no end, since banks book into the future too, and the last one no beginning. */
async function* backwards(open: Open, { first, today }: Span): EntryStretches {
  if (first === null) return;
  let from = quarterOf(today);
  yield entriesIn((await open({ from })).filter((chunk) => chunk.from >= from));
  while (from > first) {
    const to = from;
    from = quarterBefore(from);
    yield entriesIn((await open({ from, to })).filter((chunk) => chunk.from >= from));
  }
  yield entriesIn(await open({ to: from }));
}
