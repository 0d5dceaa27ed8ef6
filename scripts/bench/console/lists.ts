import type postgres from "postgres";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { readLastOpenings } from "#lib/audit/read-openings.ts";
import { criteriaOf as consentCriteria } from "#lib/consent/firm-list-criteria.ts";
import type { ConsentFilter } from "#lib/consent/firm-list-view.ts";
import { listFirmConsents } from "#lib/consent/list-firm-consents.ts";
import { findInvestors } from "#lib/identity/find-investors.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import { type ListPlace, parseListPlace } from "#lib/kernel/list-place.ts";
import { criteriaOf as credentialCriteria } from "#lib/vault/firm-list-criteria.ts";
import { listOfFirm } from "#lib/vault/firm-list-repository.ts";
import type { CredentialFilter } from "#lib/vault/firm-list-view.ts";
import { type BenchCluster, percentile, startBenchCluster } from "../audit/cluster.ts";
import { benchTerms, contextOf } from "../consent/firm.ts";

const rows = 100_000;
const investors = 50_000;
const advisors = 40;
const institutions = 60;
const rounds = 40;
/** The hundredth page of fifty. */
const hundredth = 99 * 50;
const goalMs = 50;

interface ListedFirm {
  readonly tenantId: ReturnType<typeof newId<"ten">>;
  readonly advisorId: PersonId;
  readonly investorIds: readonly PersonId[];
  readonly advisors: readonly PersonId[];
}

/**
 * The console's lists of consents and credentials over a hundred thousand rows each: one page by each filter, the first
 * and the hundredth, as compliance, with row security. Of credentials the data database's part is measured.
 */
export default async function benchLists(): Promise<void> {
  const cluster = await startBenchCluster();
  try {
    await benchBoth(cluster);
  } finally {
    await cluster.stop();
  }
}

async function benchBoth({ superuser, open }: BenchCluster): Promise<void> {
  const before = await sizes(superuser);
  const firm = await fill(superuser);
  const after = await sizes(superuser);
  const ctx = contextOf(open("licet_web", 2), firm, newId("per"), "compliance");
  console.log(`lists over ${rows} consents and ${rows} credentials of ${investors} investors:`);
  await benchConsents(ctx, firm);
  await benchCredentials(ctx);
  for (const [name, bytes] of Object.entries(after)) {
    const grown = bytes - (before[name] ?? 0);
    console.log(`  ${name}: ${(grown / 1e6).toFixed(1)} MB, ${Math.round(grown / rows)} bytes a row`);
  }
}

async function benchConsents(ctx: Context, { investorIds, advisors: named }: ListedFirm): Promise<void> {
  const days = { from: "2025-06-01", to: "2025-08-31" };
  const filters: Readonly<Record<string, Partial<Record<ConsentFilter, string>>>> = {
    none: {},
    "investor by name": { investor: "40001" },
    "investor by id": { investor: investorIds[77] ?? "" },
    advisor: { advisor: named[3] ?? "" },
    team: { advisor: "team" },
    institution: { institution: "bank-7" },
    "standing in force": { standing: "inForce" },
    "standing asked": { standing: "asked" },
    "standing expired": { standing: "expired" },
    days,
    "advisor, institution and standing": {
      ...{ advisor: named[3] ?? "", institution: "bank-7", standing: "inForce" },
    },
  };
  for (const [name, asked] of Object.entries(filters)) {
    const page = async (after: ListPlace | null) => {
      const found = asked.investor ? await findInvestors(ctx, asked.investor) : null;
      const list = await listFirmConsents(
        ctx,
        consentCriteria(asked, { investorIds: found?.ids ?? null, after }),
      );
      return { length: list.rows.length, next: list.next };
    };
    await measure(`consents, ${name}`, page);
  }
}

async function benchCredentials(ctx: Context): Promise<void> {
  const filters: Readonly<Record<string, Partial<Record<CredentialFilter, string>>>> = {
    none: {},
    "investor by name": { investor: "40001" },
    institution: { institution: "bank-7" },
    "state sealed": { state: "sealed" },
    "state destroyed": { state: "destroyed" },
    days: { from: "2025-06-01", to: "2025-08-31" },
    "institution and state": { institution: "bank-7", state: "destroyed" },
  };
  for (const [name, asked] of Object.entries(filters)) {
    const page = async (after: ListPlace | null) => {
      const found = asked.investor ? await findInvestors(ctx, asked.investor) : null;
      const criteria = credentialCriteria(asked, { investorIds: found?.ids ?? null, after });
      return inTransaction(ctx, async (tx) => {
        const listed = await listOfFirm(tx, criteria, 51);
        await readLastOpenings(
          tx,
          listed.map(({ credentialId }) => credentialId),
        );
        const last = listed.at(49)?.place;
        return { length: listed.length, next: listed.length > 50 && last ? `${last.at}~${last.id}` : null };
      });
    };
    await measure(`credentials, ${name}`, page);
  }
}

type Page = (after: ListPlace | null) => Promise<{ readonly length: number; readonly next: string | null }>;

/** The first page, and the one that lies as many rows further down, if the list is that long. */
async function measure(name: string, page: Page): Promise<void> {
  const first = await timed(() => page(null));
  let place: string | null = null;
  for (let at = 0; at < hundredth; at += 50) {
    const { next } = await page(parseListPlace(place));
    if (next === null) {
      place = null;
      break;
    }
    place = next;
  }
  const far = place === null ? null : await timed(() => page(parseListPlace(place)));
  console.log(
    `  ${name}: first page p95 ${first.toFixed(1)} ms, ${far === null ? "fewer than 100 pages" : `100th p95 ${far.toFixed(1)} ms`} (to reach: ${goalMs} ms)`,
  );
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  await run();
  const took: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const since = performance.now();
    await run();
    took.push(performance.now() - since);
  }
  return percentile(took, 0.95);
}

/** Of each index that the lists have of their own, in bytes. */
async function sizes(sql: postgres.Sql): Promise<Readonly<Record<string, number>>> {
  const found = await sql<{ name: string; bytes: string }[]>`
    select c.relname as name, pg_relation_size(c.oid)::text as bytes from pg_class c
    where c.relname ~ '_list_idx$' or c.relname in ('consent_advisors', 'consent_advisors_pkey',
      'consent_advisors_consent_idx', 'connections_institution_idx', 'connections_credential_idx',
      'audit_openings_idx', 'people_investor_names_idx') order by 1`;
  return Object.fromEntries(found.map(({ name, bytes }) => [name, Number(bytes)]));
}

/** Two years of them, written straight into the tables: their history and grants are not what is measured. */
async function fill(superuser: postgres.Sql): Promise<ListedFirm> {
  const tenantId = newId("ten");
  await superuser`insert into tenants (tenant_id, name) values (${tenantId}, 'Bench Wealth')`;
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await fillPeople(sql, tenantId);
    await fillConsents(sql, tenantId);
    await fillCredentials(sql, tenantId);
  });
  for (const table of [
    "people",
    "consents",
    "consent_advisors",
    "connections",
    "credentials",
    "audit_events",
  ])
    await superuser.unsafe(`vacuum analyze ${table}`);
  const named = await superuser<{ id: PersonId; role: string }[]>`select person_id as id, role from people
    where tenant_id = ${tenantId} order by name`;
  const of = (role: string) => named.filter((person) => person.role === role).map(({ id }) => id);
  const all = of("advisor");
  return { tenantId, advisors: all, advisorId: all[0] as PersonId, investorIds: of("investor") };
}

async function fillPeople(sql: postgres.TransactionSql, tenantId: string): Promise<void> {
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key)
    select ${tenantId}, 'per_' || gen_random_uuid(), case when n <= ${advisors} then 'advisor' else 'investor' end::person_role,
      'Árpád Example ' || n, 'person' || n || '@example.org', 'person' || n || '@example.org'
    from generate_series(1, ${advisors + investors}::integer) n`;
  await sql`create temporary table cast_of on commit drop as select person_id, role,
    row_number() over (partition by role order by name) as n from people where tenant_id = ${tenantId}`;
}

async function fillConsents(sql: postgres.TransactionSql, tenantId: string): Promise<void> {
  const { recipients: _, ...terms } = benchTerms({
    tenantId: newId("ten"),
    advisorId: newId("per"),
    investorIds: [],
  });
  await sql`insert into consents (tenant_id, consent_id, investor_id, state, revision, whole_team, advisor_ids, client_ids,
      terms, account_ids, region, requested_by, requested_at, answer_by, given_at, confirmed_at, valid_until, ended_at)
    select ${tenantId}, 'con_' || gen_random_uuid(), i.person_id, s.state::consent_state, 4, g.n % 20 = 0,
      case when g.n % 20 = 0 then '{}' else array[a.person_id] end, '{}', ${sql.json(terms)}, null, 'eu-nl', a.person_id,
      at, at + interval '30 days', s.given, s.given, s.given + interval '1 year' - interval '1 day', s.ended
    from generate_series(1, ${rows}::integer) g (n)
    cross join lateral (select now() - g.n * interval '10 minutes' as at) w
    cross join lateral (select case when g.n % 10 < 6 then 'given' when g.n % 10 < 8 then 'withdrawn' when g.n % 10 = 8
        then 'expired' when g.n % 100 = 9 then 'requested' else 'declined' end as state) k
    cross join lateral (select k.state, case when k.state in ('given', 'withdrawn', 'expired') then at end as given,
      case when k.state in ('withdrawn', 'expired', 'declined') then at + interval '20 days' end as ended) s
    join cast_of i on i.role = 'investor' and i.n = g.n % ${investors}::integer + 1
    join cast_of a on a.role = 'advisor' and a.n = g.n % ${advisors}::integer + 1`;
  await sql`insert into consent_advisors (tenant_id, advisor_id, requested_at, consent_id)
    select tenant_id, advisor_ids[1], requested_at, consent_id from consents
    where tenant_id = ${tenantId} and advisor_ids <> '{}'`;
}

async function fillCredentials(sql: postgres.TransactionSql, tenantId: string): Promise<void> {
  await sql`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id, region, state,
      version, created_at, destroying_at, destroyed_at, last_opened_at)
    select ${tenantId}, 'crd_' || gen_random_uuid(), i.person_id, 'cnx_' || gen_random_uuid(),
      'bank-' || g.n % ${institutions}::integer, 'eu-nl', case when g.n % 5 = 0 then 'destroyed' else 'sealed' end::credential_state,
      1, at, case when g.n % 5 = 0 then at end, case when g.n % 5 = 0 then at end, at
    from generate_series(1, ${rows}::integer) g (n)
    cross join lateral (select now() - g.n * interval '10 minutes' as at) w
    join cast_of i on i.role = 'investor' and i.n = g.n % ${investors}::integer + 1`;
  await sql`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
      consent_id, state, begun_at)
    select c.tenant_id, c.connection_id, c.person_id, c.institution_id, c.region, c.credential_id, k.consent_id, 'linking',
      c.created_at
    from (select *, row_number() over (order by created_at) as n from credentials where tenant_id = ${tenantId}) c
    join (select consent_id, row_number() over (order by requested_at) as n from consents
      where tenant_id = ${tenantId}) k on k.n = c.n`;
  await sql`insert into audit_events (tenant_id, event_id, occurred_at, type, actor_type, actor_id, subject_id, request_id,
      body)
    select tenant_id, e.id, e.at, 'vault.credentialOpened', 'job', 'bench.job', credential_id, 'bench',
      convert_to(jsonb_build_object('eventId', e.id, 'tenantId', tenant_id, 'type', 'vault.credentialOpened',
        'requestId', 'bench', 'occurredAt', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'actor', jsonb_build_object('type', 'job', 'id', 'bench.job'),
        'facts', jsonb_build_object('version', 1, 'reason', 'refresh', 'jobId', 'bench'))::text, 'UTF8')
    from credentials cross join generate_series(1, 3) m
    cross join lateral (select 'evt_' || gen_random_uuid() as id,
      date_trunc('milliseconds', created_at + m * interval '6 hours') as at) e
    where tenant_id = ${tenantId}`;
}
