import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import { plantAccounts, plantConnection, plantConsent, plantProducts } from "./links.ts";
import type { TestPerson } from "./people.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** The client of the advisor among the access matrix's callers. */
export const clientOfCast = "per_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a11";

/** Somebody with that identifier, whose consent names every advisor of the firm and covers no account yet. */
export async function plantClientOfCast(sql: Sql, tenantId: string, name: string): Promise<TestPerson> {
  const email = "client-of-cast@example.com";
  const person: TestPerson = { tenantId, personId: clientOfCast, role: "investor", name, email };
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key)
    values (${tenantId}, ${clientOfCast}, 'investor', ${name}, ${email}, ${email})`;
  await plantConsent(sql, person);
  return person;
}

/** A household of the advisor among the access matrix's callers, whose one member is that client. */
export const householdOfCast = "hhd_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a12";

/** A household as if an advisor had made it. */
export async function plantHousehold(
  sql: Sql,
  { tenantId, personId }: Owner,
  { householdId, name, memberIds }: { householdId: string; name: string; memberIds: readonly string[] },
): Promise<void> {
  await sql`insert into households (tenant_id, household_id, name, made_by, made_at)
    values (${tenantId}, ${householdId}, ${name}, ${personId}, now())`;
  await sql`insert into household_members (tenant_id, household_id, investor_id, joined_at)
    select ${tenantId}, ${householdId}, m, now() from unnest(${[...memberIds]}::text[]) m`;
}

/** A consent in force that ends in nine days. */
export async function plantEnding(sql: Sql, owner: Owner): Promise<string> {
  const consentId = await plantConsent(sql, owner);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set valid_until = now() + interval '9 days' where consent_id = ${consentId}`;
  });
  return consentId;
}

/** Views of an investor's data as if they had been made, each so many minutes before the one before it. */
export async function plantViews(
  sql: Sql,
  { tenantId, personId }: Owner,
  {
    viewerId,
    consentId,
    count,
    apart,
  }: {
    readonly viewerId: string;
    readonly consentId: string;
    readonly count: number;
    readonly apart: number;
  },
): Promise<void> {
  const accounts = [`acc_${randomUUID()}`, `acc_${randomUUID()}`];
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into disclosures (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what,
        consent_ids, clusters, account_ids, at, event_id)
      select ${tenantId}, 'dsc_' || gen_random_uuid(), ${personId}, 'advisor', ${viewerId}, 'clientPage',
        ${[consentId]}, '{identity,balances,positions}', ${accounts},
        date_trunc('milliseconds', now()) - make_interval(mins => n * ${apart}::int), 'evt_' || gen_random_uuid()
      from generate_series(0, ${count - 1}) n`;
  });
}

/** Three accounts at a bank that the firm's advisors may see, and how reading them stands: nothing sealed is there. */
export async function plantShared(sql: Sql, owner: Owner): Promise<void> {
  const connection = await plantConnection(sql, owner, { state: "active" });
  const accounts = await plantAccounts(sql, owner, connection, ["chosen", "chosen", "chosen"]);
  for (const account of accounts.slice(0, 2)) await plantProducts(sql, owner, connection, account);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update product_states set state = 'failed', reason = 'bankDown', records = null
      where account_id = ${accounts[1] ?? ""} and cluster = 'positions'`;
    await tx`update consents set account_ids = ${[...accounts]} where tenant_id = ${owner.tenantId} and consent_id =
      (select consent_id from connections where connection_id = ${connection})`;
    await tx`insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster,
        history_from, valid_from, valid_until)
      select c.tenant_id, c.consent_id, c.investor_id, a, c.tenant_id, (k ->> 'cluster')::data_cluster,
        (k ->> 'historyFrom')::date, c.given_at, c.valid_until
      from consents c, unnest(c.account_ids) a, jsonb_array_elements(c.terms -> 'clusters') k
      where c.tenant_id = ${owner.tenantId} and c.consent_id =
        (select consent_id from connections where connection_id = ${connection})
        and k ->> 'cluster' <> 'identity'`;
  });
}
