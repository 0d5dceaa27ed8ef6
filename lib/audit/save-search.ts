import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { parseTableAsked, tableQuery } from "#lib/kernel/table-asked.ts";
import { appendAudit } from "./append.ts";
import { searchSaved } from "./log-events.ts";
import { describeSearch, parseSearch, trailShape } from "./search.ts";
import { insertSavedSearch, lockSavedSearches } from "./search-repository.ts";

export const SaveSearch = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "required")
    .max(80, "tooLong")
    // A name is one line that says what it looks like.
    .refine((text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), "invalid"),
  query: z.string().max(1000, "tooLong"),
});
export type SaveSearch = z.output<typeof SaveSearch>;

/** More than anybody finds their way in. */
export const searchesAtMost = 30;

/**
 * Keeps a search under a name for whoever keeps it, and nobody else. Of the address, what the page reads is kept, and
 * answered.
 */
export async function saveSearch(ctx: Context, { name, query }: SaveSearch): Promise<string> {
  const { tenantId, personId } = requirePerson(ctx, "audit.search");
  const asked = { ...parseTableAsked(trailShape, grouped(query)), after: null };
  const { search, unusable } = parseSearch(asked.filters);
  const { filters } = describeSearch(search);
  if (filters.length === 0 || unusable.length > 0) throw new AppError("audit.search_empty");
  const written = tableQuery(trailShape, asked);
  await inTransaction(ctx, async (tx) => {
    const kept = await lockSavedSearches(tx, personId);
    if (kept >= searchesAtMost) throw new AppError("audit.too_many_searches", { kept });
    const searchId = newId("asr");
    await insertSavedSearch(tx, { tenantId, personId, searchId, name, query: written });
    await appendAudit(tx, ctx, searchSaved({ searchId, filters }));
  });
  return written;
}

/** The parameters of an address, each with all it was given. */
function grouped(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const all = parameters.getAll(name);
      return [name, all.length === 1 ? (all[0] as string) : all];
    }),
  );
}
