import { randomBytes } from "node:crypto";
import pg from "pg";
import { newId } from "#lib/kernel/id.ts";
import { type BenchCluster, percentile } from "../audit/cluster.ts";
import { type BenchFirm, fillConsents, newFirm } from "./firm.ts";

const clients = 1_000;
const pageRows = 50;
const repeats = 5;
const rounds = 600;
/** About a month of bookings, sealed; and about an account's balances of one day. */
const envelopes = { bookings: 6_000, balances: 400 };

const page = `select chunk_id, account_id, cluster, period_from, period_to, as_of, version, envelope from record_chunks
  where tenant_id = $1 and investor_id = $2 order by account_id, cluster, period_from limit ${pageRows}`;

/**
 * One client's page of fifty chunks, as the advisor whom a policy asks for each of them, and as one who is asked nothing.
 * Both take turns at going first, because whoever goes second finds the pages in memory.
 */
export async function benchLookUp(cluster: BenchCluster): Promise<void> {
  for (const [what, bytes] of Object.entries(envelopes)) {
    const firm = await newFirm(cluster.superuser, clients);
    const validUntil = new Date(Date.now() + 30 * 86_400_000);
    await fillConsents(cluster.superuser, firm, { count: clients, validUntil });
    await fillChunks(cluster, firm, bytes);
    const sides = await Promise.all([connect(cluster, firm), connect(cluster, null)]);
    await turns(firm, sides, rounds / 2);
    const ratios: number[] = [];
    const costs: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const [guarded, bare] = await turns(firm, sides, rounds);
      ratios.push(guarded / bare);
      costs.push(guarded - bare);
    }
    await Promise.all(sides.map((side) => side.end()));
    const goal = what === "bookings" ? " (to reach: 1.30)" : "";
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    console.log(
      `page of ${pageRows} rows of ${bytes} bytes: with policies ${percentile(ratios, 0.5).toFixed(2)} times without, ${low.toFixed(2)} to ${high.toFixed(2)} in ${repeats} repeats${goal}; they cost ${percentile(costs, 0.5).toFixed(2)} ms`,
    );
  }
}

type Sides = readonly [guarded: pg.Client, bare: pg.Client];

/** The median time of a page on each side, in milliseconds. */
async function turns(firm: BenchFirm, sides: Sides, count: number): Promise<readonly [number, number]> {
  const took: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < count; round++) {
    const values = [firm.tenantId, firm.investorIds[(round * 7) % clients]];
    for (const side of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const since = performance.now();
      const { rowCount } = await sides[side].query({ name: "page", text: page, values });
      took[side].push(performance.now() - since);
      if (rowCount !== pageRows) throw new Error(`${rowCount} rows instead of ${pageRows}`);
    }
  }
  return [percentile(took[0], 0.5), percentile(took[1], 0.5)];
}

/** Seventeen months of payments of each of three accounts of every client. */
async function fillChunks(
  { superuser }: BenchCluster,
  { tenantId, investorIds }: BenchFirm,
  bytes: number,
): Promise<void> {
  const envelope = randomBytes(bytes);
  await superuser`set session_replication_role = replica`;
  await superuser`insert into record_chunks (tenant_id, chunk_id, investor_id, connection_id, account_id, cluster,
      period_from, period_to, region, as_of, version, envelope)
    select ${tenantId}, 'rch_' || gen_random_uuid(), c.investor_id, ${newId("cnx")}, a.account_id, 'transactions', m,
      m + interval '1 month', 'eu-nl', now(), 1, ${envelope}
    from consents c cross join unnest(c.account_ids) as a (account_id)
    cross join generate_series('2025-01-01'::timestamp, '2026-05-01', interval '1 month') as m
    where c.tenant_id = ${tenantId} and c.investor_id = any(${[...investorIds]})`;
  await superuser`set session_replication_role = origin`;
  await superuser`analyze record_chunks, consent_grants`;
}

/** What all the notes of a bench refer to. */
async function plantEvent(superuser: BenchCluster["superuser"], { tenantId, advisorId }: BenchFirm) {
  const eventId = newId("evt");
  const occurredAt = new Date().toISOString();
  const about = { eventId, tenantId, occurredAt, type: "disclosure.made", requestId: "bench" };
  const body = JSON.stringify({ ...about, actor: { type: "advisor", id: advisorId } });
  await superuser`insert into audit_events (tenant_id, event_id, occurred_at, type, actor_type, actor_id, request_id, body)
    values (${tenantId}, ${eventId}, ${occurredAt}, ${about.type}, 'advisor', ${advisorId}, 'bench', ${Buffer.from(body)})`;
  return eventId;
}

/** A connection that acts as the firm's advisor, or as the superuser, whom no policy binds. */
async function connect({ ca, url, superuser }: BenchCluster, firm: BenchFirm | null): Promise<pg.Client> {
  const { host, port, database, user, pass } = superuser.options;
  const bare = { host: host[0], port: port[0], database, user, password: String(pass) };
  const client = new pg.Client({
    ...(firm ? { connectionString: url("licet_web") } : bare),
    ssl: { ca, rejectUnauthorized: true },
  });
  await client.connect();
  if (firm) {
    await client.query(
      "select set_config('app.tenant_id', $1, false), set_config('app.person_id', $2, false), set_config('role', 'licet_advisor', false)",
      [firm.tenantId, firm.advisorId],
    );
    // Nothing is seen that the same transaction has not noted: it stays open as long as pages are read in it.
    await client.query("begin");
    await client.query(
      `insert into disclosures (tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what, consent_ids, clusters,
         account_ids, event_id)
       select tenant_id, 'dsc_' || gen_random_uuid(), investor_id, 'advisor', $1, 'clientPage', array[consent_id],
         '{transactions}', account_ids, $2 from consents where account_ids is not null`,
      [firm.advisorId, await plantEvent(superuser, firm)],
    );
  }
  return client;
}
