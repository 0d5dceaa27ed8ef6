import type postgres from "postgres";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { PersonRole } from "#lib/access/roles.ts";
import type { Terms } from "#lib/consent/terms.ts";
import type { Database } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";

export interface BenchFirm {
  readonly tenantId: TenantId;
  readonly advisorId: PersonId;
  readonly investorIds: readonly PersonId[];
}

/** A firm with one advisor and so many clients. */
export async function newFirm(sql: postgres.Sql, clients: number): Promise<BenchFirm> {
  const [tenantId, advisorId] = [newId("ten"), newId("per")];
  const investorIds = Array.from({ length: clients }, () => newId("per"));
  await sql`insert into tenants (tenant_id, name) values (${tenantId}, 'Bench Wealth')`;
  const people = [[advisorId, "advisor"], ...investorIds.map((id) => [id, "investor"])];
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key)
    select ${tenantId}, p ->> 0, (p ->> 1)::person_role, 'Somebody', (p ->> 0) || '@example.org', p ->> 0
    from jsonb_array_elements(${sql.json(people)}) p`;
  return { tenantId, advisorId, investorIds };
}

export function contextOf(
  db: Database,
  { tenantId }: BenchFirm,
  personId: PersonId,
  type: PersonRole,
): Context<PersonActor> {
  const proof = { sessionId: newId("ses"), authenticatedAt: systemClock.now() };
  return {
    actor: { type, tenantId, personId, ...proof },
    db,
    clock: systemClock,
    requestId: "bench-0123456789abcdef",
  };
}

export const benchTerms = ({ advisorId }: BenchFirm): Terms => ({
  recipients: { wholeTeam: false, advisorIds: [advisorId], clientIds: [] },
  clusters: [
    { cluster: "identity", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    { cluster: "positions", purposes: ["advice"], historyFrom: null, leavesOut: [] },
    {
      cluster: "transactions",
      purposes: ["overview", "reporting"],
      historyFrom: "2025-01-01",
      leavesOut: [],
    },
  ],
  access: { kind: "ongoing", perDay: 4 },
  duration: "P12M",
  retentionDays: 30,
  lawfulBasis: "contract",
});

/** Consents that were given long ago, with three accounts each, written straight into the tables. */
export async function fillConsents(
  sql: postgres.Sql,
  firm: BenchFirm,
  { count, validUntil }: { readonly count: number; readonly validUntil: Date },
): Promise<void> {
  const { recipients, ...terms } = benchTerms(firm);
  const rows = Array.from({ length: count }, (_, at) => [
    newId("con"),
    firm.investorIds[at % firm.investorIds.length],
    [newId("acc"), newId("acc"), newId("acc")],
  ]);
  await sql.begin(async (tx) => {
    // They have no history, which the database would otherwise ask for.
    await tx`set local session_replication_role = replica`;
    await tx`create temporary table filling on commit drop as select c ->> 0 as consent_id, c ->> 1 as investor_id,
      array(select jsonb_array_elements_text(c -> 2)) as account_ids
      from jsonb_array_elements(${sql.json(rows as postgres.JSONValue)}) c`;
    await tx`insert into consents (tenant_id, consent_id, investor_id, state, revision, whole_team, advisor_ids,
        client_ids, terms, account_ids, region, requested_by, requested_at, answer_by, given_at, confirmed_at,
        valid_until)
      select ${firm.tenantId}, consent_id, investor_id, 'given', 4, false, ${recipients.advisorIds}, '{}',
        ${sql.json(terms)}, account_ids, 'eu-nl', ${firm.advisorId}, now(), now(), ${validUntil}::timestamptz
        - interval '90 days', ${validUntil}::timestamptz - interval '90 days', ${validUntil} from filling`;
    await tx`insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster,
        history_from, valid_from, valid_until)
      select ${firm.tenantId}, consent_id, investor_id, unnest(account_ids), ${firm.advisorId}, k.cluster,
        k.history_from, ${validUntil}::timestamptz - interval '90 days', ${validUntil} from filling
      cross join (values ('identity'::data_cluster, null::date), ('balances', null), ('positions', null),
        ('transactions', '2025-01-01')) as k (cluster, history_from)`;
    await tx`insert into lawful_bases (tenant_id, consent_id, investor_id, basis, recorded_at)
      select ${firm.tenantId}, consent_id, investor_id, 'contract', now() from filling`;
  });
}
