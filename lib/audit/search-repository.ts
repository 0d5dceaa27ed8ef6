import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId, SavedSearchId, TenantId } from "#lib/kernel/id.ts";
import type { SavedSearchView } from "./view.ts";

export interface SavedSearch {
  readonly tenantId: TenantId;
  readonly personId: PersonId;
  readonly searchId: SavedSearchId;
  readonly name: string;
  readonly query: string;
}

/** The acting person's own, by their names. */
export async function listSavedSearches(tx: Transaction): Promise<readonly SavedSearchView[]> {
  const { rows } = await tx.execute<{ id: string; name: string; query: string }>(
    sql`select search_id as id, name, query from audit_searches order by lower(name), search_id`,
  );
  return rows;
}

/** Held until the transaction is over, so that two at once do not both believe that there is room for one. */
export async function lockSavedSearches(tx: Transaction, personId: PersonId): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('licet.audit.searches'), hashtext(${personId}))`,
  );
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from audit_searches`,
  );
  return rows[0]?.count ?? 0;
}

export async function insertSavedSearch(tx: Transaction, saved: SavedSearch): Promise<void> {
  const { tenantId, personId, searchId, name, query } = saved;
  await tx.execute(sql`insert into audit_searches (tenant_id, search_id, person_id, name, query)
    values (${tenantId}, ${searchId}, ${personId}, ${name}, ${query})`);
}

export async function deleteSavedSearch(
  tx: Transaction,
  tenantId: TenantId,
  searchId: SavedSearchId,
): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`delete from audit_searches where tenant_id = ${tenantId} and search_id = ${searchId} returning search_id`,
  );
  return rows.length === 1;
}
