import { randomBytes } from "node:crypto";
import pg from "pg";
import { newId } from "#lib/kernel/id.ts";
import { type BenchCluster, percentile } from "../audit/cluster.ts";
import { type BenchFirm, fillConsents, newFirm } from "./firm.ts";

const clients = 1_000;
const pageRows = 50;
const rounds = 3_000;
/** About a month of bookings, sealed. */
const envelopeBytes = 6_000;

const page = `select chunk_id, account_id, cluster, period_from, period_to, as_of, version, envelope from record_chunks
  where tenant_id = $1 and investor_id = $2 order by account_id, cluster, period_from limit ${pageRows}`;

/** One client's page of fifty chunks, as the advisor whom a policy asks for each of them, and as one who is asked nothing. */
export async function benchLookUp(cluster: BenchCluster): Promise<void> {
  const firm = await newFirm(cluster.superuser, clients);
  await fillConsents(cluster.superuser, firm, {
    count: clients,
    validUntil: new Date(Date.now() + 30 * 86_400_000),
  });
  await fillChunks(cluster, firm);
  const [guarded, bare] = await Promise.all([connect(cluster, firm), connect(cluster, null)]);
  const took = { guarded: [] as number[], bare: [] as number[] };
  for (let round = -300; round < rounds; round++) {
    const investorId = firm.investorIds[Math.abs(round) % clients];
    for (const [name, client] of [
      ["guarded", guarded],
      ["bare", bare],
    ] as const) {
      const since = performance.now();
      const { rowCount } = await client.query({
        name: "page",
        text: page,
        values: [firm.tenantId, investorId],
      });
      if (rowCount !== pageRows) throw new Error(`${name}: ${rowCount} rows instead of ${pageRows}`);
      if (round >= 0) took[name].push(performance.now() - since);
    }
  }
  await Promise.all([guarded.end(), bare.end()]);
  const [with50, without50] = [percentile(took.guarded, 0.5), percentile(took.bare, 0.5)];
  console.log(
    `page of ${pageRows} rows: ${with50.toFixed(2)} ms with policies, ${without50.toFixed(2)} ms without, ratio ${(with50 / without50).toFixed(2)} (to reach: 1.30)`,
  );
}

/** Seventeen months of payments of each of three accounts of every client. */
async function fillChunks({ superuser }: BenchCluster, { tenantId, investorIds }: BenchFirm): Promise<void> {
  const envelope = randomBytes(envelopeBytes);
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
  }
  return client;
}
