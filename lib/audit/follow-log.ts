import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { appendAudit } from "./append.ts";
import { logWatched } from "./log-events.ts";
import { describeSearch, isFound, type LogSearch } from "./search.ts";
import { findEntries } from "./search-log.ts";
import { readEntriesBehind, readLastIndex } from "./trail-repository.ts";
import type { TrailEntry } from "./view.ts";

/** As many as a list shows; of a burst that is larger, the next look takes the rest. */
const shown = 50;
const takenAtOnce = 500;

export interface Followed {
  /** Newest first. */
  readonly entries: readonly TrailEntry[];
  /** The place in the log up to which everything was looked at. */
  readonly place: number;
}

/** The newest entries, and the place from which to follow the log. Whoever follows it leaves an event. */
export async function beginFollowing(ctx: Context, search: LogSearch): Promise<Followed> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  return inSearchTransaction(ctx, async (tx) => {
    const place = await readLastIndex(tx, tenantId);
    const newest = await findEntries(tx, tenantId, search, null, shown);
    await appendAudit(tx, ctx, logWatched(describeSearch(search)));
    // What has no place yet comes when it has one.
    return { entries: newest.filter(({ index }) => index !== null && index <= place), place };
  });
}

/** Whoever was away for longer begins anew: the log from its beginning is an export, with its own proof and event. */
const mostMissed = 1_000;

/** Lets somebody go on who followed the log up to a place, and leaves the event of it. Refuses `audit.followed_too_late`. */
export async function resumeFollowing(ctx: Context, search: LogSearch, place: number): Promise<void> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  await inSearchTransaction(ctx, async (tx) => {
    const last = await readLastIndex(tx, tenantId);
    if (place < last - mostMissed) throw new AppError("audit.followed_too_late", { place, last });
    await appendAudit(tx, ctx, logWatched(describeSearch(search)));
  });
}

/** What was added to the log behind a place, in the log's own order, so that none is passed over. */
export async function followFrom(
  ctx: Context,
  search: LogSearch,
  place: number,
  requireStill: (tx: Transaction, ctx: Context) => Promise<void>,
): Promise<Followed> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  return inSearchTransaction(ctx, async (tx) => {
    await requireStill(tx, ctx);
    const added = await readEntriesBehind(tx, tenantId, place, takenAtOnce);
    return {
      entries: added.filter((entry) => isFound(entry, search)).toReversed(),
      place: added.at(-1)?.index ?? place,
    };
  });
}
