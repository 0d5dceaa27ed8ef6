import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import { appendAudit } from "./append.ts";
import { type lookedAtKinds, staffLooked } from "./log-events.ts";

/** What so many are meant by narrows to nobody: the rest of them are not named. */
const mostNamed = 50;

/** The identifiers that a list was narrowed to, as the event of its file has them. */
export const narrowedIds = z.array(z.string().max(120)).max(mostNamed);

/** Those of the filters that were set, each once; words that somebody typed are none. */
export const idsNarrowedTo = (ids: readonly (string | null)[]): string[] =>
  [...new Set(ids.filter((id) => id !== null))].slice(0, mostNamed);

export interface NarrowedTo {
  readonly what: (typeof lookedAtKinds)[number];
  /** Whoever or whatever is meant; more than one is nobody's page. */
  readonly ids: readonly string[] | null;
}

/** A list of what is one person's is a look at that person's data, and leaves the event that their own page leaves. */
export async function tellNarrowed(
  tx: Transaction,
  ctx: Context,
  narrowed: readonly NarrowedTo[],
): Promise<void> {
  for (const { what, ids } of narrowed) {
    const [id, another] = ids ?? [];
    if (id && !another) await appendAudit(tx, ctx, staffLooked({ what, id }));
  }
}
