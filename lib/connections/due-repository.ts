import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConnectionId, TenantId } from "#lib/kernel/id.ts";

export interface DueConnection {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
}

/** Over all firms and by the database's clock, so many of one bank and so many in all. */
export async function listDue(
  tx: Transaction,
  most: { readonly ofOneBank: number; readonly inAll: number },
): Promise<readonly DueConnection[]> {
  const { rows } = await tx.execute<{ tenant_id: TenantId; connection_id: ConnectionId }>(sql`
    select tenant_id, connection_id from (
      select tenant_id, connection_id, next_refresh_at,
        row_number() over (partition by institution_id order by next_refresh_at, connection_id) as place
      from connections where state = 'active' and next_refresh_at <= now()) due
    where place <= ${most.ofOneBank} order by next_refresh_at, connection_id limit ${most.inAll}`);
  return rows.map(({ tenant_id, connection_id }) => ({ tenantId: tenant_id, connectionId: connection_id }));
}
