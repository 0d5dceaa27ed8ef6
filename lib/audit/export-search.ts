import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "./append.ts";
import { searchExported } from "./log-events.ts";
import { describeSearch, type LogSearch } from "./search.ts";
import { type Cursor, findEntries } from "./search-log.ts";
import type { TrailEntry } from "./view.ts";

const groupSize = 500;

/**
 * Every entry of the own firm that is looked for, newest first, in groups of which each has its own short transaction.
 * The event comes first: what leaves was asked for on the record. Entries that come later are not among them.
 */
export async function* exportSearch(
  ctx: Context,
  search: LogSearch,
): AsyncGenerator<readonly TrailEntry[], undefined> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  requireFreshAuthentication(ctx);
  await inSearchTransaction(ctx, (tx) => appendAudit(tx, ctx, searchExported(describeSearch(search))));
  const begun = ctx.clock.now();
  const bounded = { ...search, to: search.to && search.to < begun ? search.to : begun };
  let after: Cursor | null = null;
  for (;;) {
    const behind: Cursor | null = after;
    const entries: readonly TrailEntry[] = await inSearchTransaction(ctx, (tx) =>
      findEntries(tx, tenantId, bounded, behind, groupSize),
    );
    if (entries.length === 0) return undefined;
    yield entries;
    after = entries.at(-1) ?? null;
  }
}
