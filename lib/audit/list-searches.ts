import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listSavedSearches } from "./search-repository.ts";
import type { SavedSearchView } from "./view.ts";

/** The searches that the acting person keeps. */
export async function listSearches(ctx: Context): Promise<readonly SavedSearchView[]> {
  requirePerson(ctx, "audit.search");
  return inTransaction(ctx, listSavedSearches);
}
