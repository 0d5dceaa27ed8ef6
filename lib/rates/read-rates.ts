import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Publication } from "./publication.ts";
import type { Day, RateTable } from "./rate-table.ts";
import { listChangedSince, readRateState } from "./repository.ts";
import { europeanCentralBank, noRates, toRateTable } from "./to-rate-table.ts";

export type ReadRates = (ctx: Context) => Promise<RateTable>;

/** Rates come once a day, so half a minute later is early enough to see a newer one. */
const usualLookEveryMs = 30_000;
/** After an installation has begun the first ones come within seconds. */
const whileNoneMs = 1_000;

/**
 * The rates that are known, read once for a whole process: they are nobody's and the same for everybody. Whether there
 * are newer ones is looked up now and then, and often while there are none. Only what changed is read again.
 */
export function createRateReader(lookEveryMs = usualLookEveryMs): ReadRates {
  let known = new Map<Day, Publication>();
  let version = 0;
  let table = noRates;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<RateTable> | null = null;

  async function look(ctx: Context): Promise<RateTable> {
    const { state, changed } = await inTransaction(ctx, async (tx) => {
      const state = await readRateState(tx);
      // A database that was restored, or begun anew, has come less far than what is remembered.
      const since = state.version < version ? 0 : version;
      const changed = state.version === version ? [] : await listChangedSince(tx, since);
      return { state, changed };
    });
    lookedAt = performance.now();
    if (state.version === version) return table;
    if (state.version < version) known = new Map();
    for (const { isWithdrawn, ...publication } of changed) {
      if (isWithdrawn) known.delete(publication.day);
      else known.set(publication.day, publication);
    }
    const sorted = [...known.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
    version = state.version;
    table = toRateTable(state.source || europeanCentralBank, sorted);
    return table;
  }

  return async (ctx) => {
    requirePermission(ctx, "rates.read");
    const patienceMs = table.newestDay === null ? Math.min(lookEveryMs, whileNoneMs) : lookEveryMs;
    if (performance.now() - lookedAt < patienceMs) return table;
    looking ??= look(ctx).finally(() => {
      looking = null;
    });
    return looking;
  };
}
