import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";

export interface Unsummarised {
  readonly tenantId: TenantId;
  readonly investorId: PersonId;
}

/** Over all firms: of whom something may be seen now that is in no summary. */
export async function listUnsummarised(tx: Transaction, limit: number): Promise<readonly Unsummarised[]> {
  const { rows } = await tx.execute<{ tenant_id: TenantId; investor_id: PersonId }>(sql`
    select distinct g.tenant_id, g.investor_id from consent_grants g
    where g.cluster in ('balances', 'positions', 'liabilities')
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()
      and not exists (select 1 from book_summaries s where s.tenant_id = g.tenant_id
        and s.investor_id = g.investor_id and s.recipient_id = g.recipient_id)
    limit ${limit}`);
  return rows.map(({ tenant_id: tenantId, investor_id: investorId }) => ({ tenantId, investorId }));
}
