import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import type { TestPerson } from "./people.ts";

/** A request that came by letter so many days ago, as if somebody of the firm's compliance had noted it. */
export async function plantRightsRequest(
  sql: Sql,
  { tenantId, personId }: Pick<TestPerson, "tenantId" | "personId">,
  { kind = "access", daysAgo = 3 }: { readonly kind?: string; readonly daysAgo?: number } = {},
): Promise<string> {
  const requestId = `rrq_${randomUUID()}`;
  await sql`insert into rights_requests (tenant_id, request_id, investor_id, kind, channel, received_on, due_on,
      recorded_by, recorded_at)
    select ${tenantId}, ${requestId}, ${personId}, ${kind}, 'letter', d, (d + interval '1 month')::date,
      ${`per_${randomUUID()}`}, now()
    from (select (now() at time zone 'UTC')::date - ${daysAgo}::int as d) t`;
  return requestId;
}

/** How the sandbox's retail bank answered over the last hour, and how somebody's confirmations there went. */
export async function plantHealth(sql: Sql, connectionId: string): Promise<void> {
  for (const [product, outcome, calls] of [
    ["dialog", "ok", 412],
    ["transactions", "ok", 90],
    ["transactions", "unavailable", 31],
    ["balances", "malformed", 2],
  ] as const) {
    await sql`insert into institution_health (bucket, institution_id, product, outcome, speed, calls)
      values (date_bin('5 minutes', now(), '2000-01-01'), 'sandbox-private', ${product}, ${outcome}, 3, ${calls})
      on conflict do nothing`;
  }
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into authorisations (tenant_id, authorisation_id, connection_id, investor_id, status, step,
        worker_id, worker_address, reason, begun_at, ended_at, method, asked_at)
      select c.tenant_id, 'aut_' || gen_random_uuid(), c.connection_id, c.investor_id, (s.status)::sca_status, 2,
        'w', '127.0.0.1:1', s.reason, now() - interval '2 minutes', now(), s.method, now() - interval '40 seconds'
      from connections c, (values ('finalised', null, 'sms'), ('finalised', null, 'app'),
        ('failed', 'wrongCode', 'sms'), ('failed', 'cancelled', 'redirect')) s (status, reason, method)
      where c.connection_id = ${connectionId}`;
    await tx`insert into syncs (tenant_id, sync_id, connection_id, investor_id, kind, is_attended, begun_at, ended_at,
        outcome, reason, fence, runs, reads)
      select tenant_id, 'syn_' || gen_random_uuid(), connection_id, investor_id, 'scheduled', false,
        now() - interval '3 hours', now() - interval '3 hours', 'partial', 'bankDown', 1, 2, 14
      from connections where connection_id = ${connectionId}`;
  });
}
