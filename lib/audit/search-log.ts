import type { Context } from "#lib/access/context.ts";
import { mayDo, requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { appendAudit } from "./append.ts";
import { findByTerms, findByTime, readIndexState, type Wanted } from "./index-repository.ts";
import { logSearched } from "./log-events.ts";
import { describeSearch, isFound, type LogSearch, termsWanted } from "./search.ts";
import { readEntriesById } from "./trail-repository.ts";
import type { TrailEntry } from "./view.ts";

/** An entry behind which a page goes on, as an address has it. */
export interface Cursor {
  readonly at: string;
  readonly eventId: string;
}

const cursor = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~(evt_[0-9a-f-]{36})$/;

/** What is no cursor of ours is the first page. */
export function parseCursor(text: string | null): Cursor | null {
  const [, at, eventId] = cursor.exec(text ?? "") ?? [];
  return at === undefined || eventId === undefined || Number.isNaN(Date.parse(at)) ? null : { at, eventId };
}

export const formatCursor = ({ at, eventId }: Cursor): string => `${at}~${eventId}`;

export interface FoundEntries {
  readonly entries: readonly TrailEntry[];
  /** Where the next page begins. */
  readonly next: string | null;
  /** Entries of all firms that are in the log and that a search does not find yet. */
  readonly unindexed: number;
}

export interface SearchLog {
  /** `null` where what was asked for is no search: nothing is found then, and that too leaves its event. */
  readonly search: LogSearch | null;
  readonly after?: string | null;
  readonly rows?: RowsPerPage;
}

/** Whether the acting person may look for entries, so that nobody is shown a link that leads to no page. */
export const maySearchLog = ({ actor }: Context): boolean => mayDo(actor.type, "audit.search");

/** A page of the own firm's entries, newest first. Whoever looks leaves an event that says for what. */
export async function searchLog(
  ctx: Context,
  { search, after = null, rows = usualRows }: SearchLog,
): Promise<FoundEntries> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  return inSearchTransaction(ctx, async (tx) => {
    const behind = parseCursor(after);
    const found = search ? await findEntries(tx, tenantId, search, behind, rows + 1) : [];
    const { page: entries, last } = cutPage(found, rows);
    const { indexed, size } = await readIndexState(tx);
    await appendAudit(tx, ctx, logSearched({ ...describeSearch(search ?? {}), rows: entries.length }));
    return { entries, next: last && formatCursor(last), unindexed: size - indexed };
  });
}

/**
 * The own firm's newest entries that are what is looked for, behind one. Whatever the index says, each is compared with
 * what was asked.
 */
export async function findEntries(
  tx: Transaction,
  tenantId: TenantId,
  search: LogSearch,
  after: Cursor | null,
  limit: number,
): Promise<readonly TrailEntry[]> {
  const { from = null, to = null, id } = search;
  const wanted: Wanted = { ...termsWanted(search), from, to, after, limit };
  const isByTime = wanted.all.length + wanted.any.length === 0;
  const ids = await (isByTime ? findByTime(tx, tenantId, wanted) : findByTerms(tx, wanted));
  // The event of that identifier itself, before all that name it.
  const named = id?.startsWith("evt_") && after === null ? [id, ...ids.filter((one) => one !== id)] : ids;
  const entries = await readEntriesById(tx, tenantId, named);
  return entries.filter((entry) => isFound(entry, search)).slice(0, limit);
}
