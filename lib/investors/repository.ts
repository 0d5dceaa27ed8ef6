import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { connectionNeeds, connectionStates, endedReasons } from "#lib/connections/connection.ts";
import { syncOutcomes } from "#lib/connections/view.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import type { InvestorMatter } from "./view.ts";

/* Row security leaves of each table what is the acting firm's. */

export interface InvestorsWanted {
  /** Words that are each in the name or the address, in small letters without marks. */
  readonly words: readonly string[];
  readonly personId: PersonId | null;
  readonly about: InvestorMatter | null;
}

const moment = z.coerce.date();
const count = z.coerce.number();
const row = z.object({
  person_id: idSchema("per"),
  name: z.string().nullable(),
  email: z.string().nullable(),
  disabled_at: moment.nullable(),
  invited_at: moment.nullable(),
  signed_in_at: moment.nullable(),
  consents: count,
  connections: count,
  needs: count,
  due_on: z.iso.date().nullable(),
  erasure_begun_at: moment.nullable(),
  erasure_completed_at: moment.nullable(),
});
export type InvestorRow = z.output<typeof row>;

const inForce = sql`from consents c where c.tenant_id = p.tenant_id and c.investor_id = p.person_id
  and c.state = 'given' and c.valid_until > statement_timestamp()`;
const ofConnections = sql`from connections n where n.tenant_id = p.tenant_id and n.investor_id = p.person_id`;
const openRights = sql`from rights_requests r where r.tenant_id = p.tenant_id and r.investor_id = p.person_id
  and r.closed_at is null`;
/** An erasure is answered with its last mail. */
const isErasureOpen = sql`exists (select from erasure_obligations o where o.tenant_id = e.tenant_id
  and o.erasure_id = e.erasure_id and o.kind = 'notice' and o.settled_at is null)`;

const columns = sql`p.person_id, nullif(p.name, '–') as name,
  case when p.email like '%@removed.invalid' then null else p.email end as email,
  p.disabled_at, p.invited_at, p.signed_in_at,
  (select count(*) ${inForce}) as consents,
  (select count(*) ${ofConnections} and n.state <> 'ended') as connections,
  (select count(*) ${ofConnections} and n.state <> 'ended' and n.needs is not null) as needs,
  least((select min(r.due_on) ${openRights}),
    case when ${isErasureOpen} then ((e.begun_at at time zone 'UTC')::date + interval '1 month')::date end)::text as due_on,
  e.begun_at as erasure_begun_at, e.completed_at as erasure_completed_at`;
const source = sql`people p left join erasures e on e.tenant_id = p.tenant_id and e.investor_id = p.person_id`;

const matters: Readonly<Record<InvestorMatter, SQL>> = {
  consented: sql`exists (select ${inForce})`,
  notConsented: sql`not exists (select ${inForce})`,
  needs: sql`exists (select ${ofConnections} and n.state <> 'ended' and n.needs is not null)`,
  rights: sql`(exists (select ${openRights}) or ${isErasureOpen})`,
  erasure: sql`e.erasure_id is not null`,
};

function conditions({ words, personId, about }: InvestorsWanted): SQL {
  const parts = [
    sql`p.role = 'investor'`,
    ...(personId ? [sql`p.person_id = ${personId}`] : []),
    ...words.map(
      (word) => sql`(position(${word} in p.name_key) > 0 or position(${word} in p.email_key) > 0)`,
    ),
    ...(about ? [matters[about]] : []),
  ];
  return sql.join(parts, sql` and `);
}

/** By name, from behind one of them. */
export async function listInvestorsSeen(
  tx: Transaction,
  wanted: InvestorsWanted,
  after: PersonId | null,
  limit: number,
): Promise<readonly InvestorRow[]> {
  const behind = after
    ? sql` and (p.name_key, p.email_key, p.person_id) >
        (select a.name_key, a.email_key, a.person_id from people a where a.person_id = ${after})`
    : sql``;
  const { rows } = await tx.execute(sql`select ${columns} from ${source}
    where ${conditions(wanted)}${behind} order by p.name_key, p.email_key, p.person_id limit ${limit}`);
  return rows.map((found) => row.parse(found));
}

export async function countInvestorsSeen(tx: Transaction, wanted: InvestorsWanted): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(*)::integer as count from ${source} where ${conditions(wanted)}`,
  );
  return rows[0]?.count ?? 0;
}

const connectionRow = z.object({
  connection_id: z.string(),
  institution_id: z.string(),
  consent_id: z.string(),
  credential_id: z.string(),
  state: z.enum(connectionStates),
  needs: z.enum(connectionNeeds).nullable(),
  needs_reason: z.string().nullable(),
  ended_reason: z.enum(endedReasons).nullable(),
  begun_at: moment,
  last_sca_at: moment.nullable(),
  run_begun_at: moment.nullable(),
  run_outcome: z.enum(syncOutcomes).nullable(),
  run_reason: z.string().nullable(),
  reads_used: count,
});
export type ConnectionRow = z.output<typeof connectionRow>;

const mostConnections = 200;

/** One investor's, the newest first, each with its last run and what was used of its reads in the last 24 hours. */
export async function listConnectionsOf(
  tx: Transaction,
  investorId: PersonId,
): Promise<readonly ConnectionRow[]> {
  const { rows } = await tx.execute(sql`
    select n.connection_id, n.institution_id, n.consent_id, n.credential_id, n.state, n.needs, n.needs_reason,
      n.ended_reason, n.begun_at, n.last_sca_at,
      l.begun_at as run_begun_at, l.outcome as run_outcome, l.reason as run_reason,
      (select coalesce(sum(s.runs), 0) from syncs s where s.tenant_id = n.tenant_id
        and s.connection_id = n.connection_id and not s.is_attended and s.reads > 0
        and coalesce(s.ended_at, clock_timestamp()) > clock_timestamp() - interval '24 hours') as reads_used
    from connections n left join lateral (
      select s.begun_at, s.outcome, s.reason from syncs s where s.tenant_id = n.tenant_id
        and s.connection_id = n.connection_id order by s.begun_at desc, s.sync_id desc limit 1) l on true
    where n.investor_id = ${investorId} order by n.begun_at desc, n.connection_id desc limit ${mostConnections}`);
  return rows.map((found) => connectionRow.parse(found));
}

/** How many bank accesses of theirs are kept. */
export async function countCredentialsOf(tx: Transaction, investorId: PersonId): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`select count(*)::integer as count from credentials
    where person_id = ${investorId} and destroying_at is null`);
  return rows[0]?.count ?? 0;
}
