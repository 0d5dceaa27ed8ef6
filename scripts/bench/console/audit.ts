import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { indexBatchSize, indexEntries } from "#lib/audit/index-entries.ts";
import type { LogSearch } from "#lib/audit/search.ts";
import { searchLog } from "#lib/audit/search-log.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { type BenchCluster, percentile, personOn, startBenchCluster } from "../audit/cluster.ts";

const usual = 1_000_000;
const looks = 40;
const pagesDeep = 100;
const people = 2_000;
const subjects = 50_000;

/** `--events=10000000` on the command line is the larger one. */
const asked = Number(process.argv.find((one) => one.startsWith("--events="))?.slice("--events=".length));
const events = Number.isSafeInteger(asked) && asked > 0 ? asked : usual;

/** Searching the log: each filter's first and hundredth page, what the index takes, and how long it takes to make. */
export default async function benchAuditSearch(): Promise<void> {
  const cluster = await startBenchCluster();
  try {
    const person = personOn(cluster.open("licet_web", 4));
    const ctx = { ...person, actor: { ...person.actor, type: "compliance" } as const };
    await plant(cluster, ctx.actor.tenantId);
    await index(cluster);
    await cluster.superuser.unsafe("vacuum (analyze) audit_terms; ").catch(() => {});
    await cluster.superuser`analyze`;
    await printSizes(cluster);
    await search(cluster, ctx);
  } finally {
    await cluster.stop();
  }
}

/** As many events of one firm over a year, written past the checks that every real one went through. */
async function plant({ superuser }: BenchCluster, tenantId: string): Promise<void> {
  const since = performance.now();
  const step = 100_000;
  await superuser`alter table audit_events drop constraint audit_events_body_says_the_same`;
  for (let from = 0; from < events; from += step) {
    await superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`with made as (
        select n, 'evt_' || gen_random_uuid() as event_id,
          date_trunc('milliseconds', now() - interval '365 days' * (1 - n::float8 / ${events})) as at,
          'per_00000000-0000-4000-8000-' || lpad(((hashint8(n) & 2147483647) % ${people})::text, 12, '0') as actor,
          'con_00000000-0000-4000-8000-' || lpad(((hashint8(n + 7) & 2147483647) % ${subjects})::text, 12, '0') as subject,
          'acc_00000000-0000-4000-8000-' || lpad((n % 200000)::text, 12, '0') as account,
          (array['consent.given', 'consent.withdrawn', 'portfolio.bookRead', 'identity.signedIn'])[1 + n % 4] as type
        from generate_series(${from}::bigint, ${Math.min(events, from + step) - 1}::bigint) n
      ), written as (
        insert into audit_events
          (tenant_id, event_id, occurred_at, type, actor_type, actor_id, subject_id, request_id, body)
        select ${tenantId}, event_id, at, type, 'advisor', actor, subject, 'req-' || n / 2,
          convert_to(json_build_object('actor', json_build_object('id', actor, 'session', 'ses_' || substr(actor, 5),
            'type', 'advisor'), 'eventId', event_id, 'facts', json_build_object('accountIds', json_build_array(account),
            'consentId', subject, 'reason', 'asked'), 'occurredAt',
            to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'requestId', 'req-' || n / 2,
            'tenantId', ${tenantId}::text, 'type', type, 'version', 1)::text, 'UTF8') from made
      )
      insert into audit_leaves (tenant_id, event_id, leaf_index, leaf_hash)
      select ${tenantId}, event_id, n, sha256(convert_to(event_id, 'UTF8')) from made`;
    });
  }
  await superuser`update audit_log_state set size = ${events}`;
  console.log(`${events} events of one firm written in ${((performance.now() - since) / 1000).toFixed(0)} s`);
}

async function index(cluster: BenchCluster): Promise<void> {
  const db = cluster.open("licet_worker", 2);
  const ctx: Context = {
    ...{ db, clock: systemClock, requestId: "bench-index" },
    actor: { type: "system", job: "bench" },
  };
  const since = performance.now();
  const times: number[] = [];
  for (let isFull = true; isFull; ) {
    const begun = performance.now();
    const added = await indexEntries(ctx);
    times.push(performance.now() - begun);
    isFull = added !== null && added.to - added.from === indexBatchSize;
  }
  const seconds = (performance.now() - since) / 1000;
  console.log(
    `made findable in ${seconds.toFixed(0)} s, ${(events / seconds).toFixed(0)}/s, beside every act and not in it; ` +
      `${percentile(times, 0.99).toFixed(0)} ms (p99) for each ${indexBatchSize}`,
  );
}

async function printSizes({ superuser }: BenchCluster): Promise<void> {
  const rows = await superuser<{ name: string; bytes: number }[]>`
    select c.relname as name, pg_relation_size(c.oid)::float8 as bytes from pg_class c
    where c.relname in ('audit_events', 'audit_events_time_idx', 'audit_terms', 'audit_terms_pkey') order by 1`;
  for (const { name, bytes } of rows) {
    console.log(
      `  ${name}: ${(bytes / 2 ** 20).toFixed(0)} MiB, ${(bytes / events).toFixed(0)} bytes an event`,
    );
  }
  const [terms] = await superuser<{ each: number }[]>`select reltuples / ${events} as each from pg_class
    where relname = 'audit_terms'`;
  console.log(`  ${terms?.each.toFixed(1)} terms an event`);
}

async function search({ superuser }: BenchCluster, ctx: Context<PersonActor>): Promise<void> {
  const sample = await superuser<
    { actor: string; subject: string; request: string; at: Date; account: string }[]
  >`select actor_id as actor, subject_id as subject, request_id as request, occurred_at as at,
      convert_from(body, 'UTF8')::json #>> '{facts,accountIds,0}' as account
    from audit_events tablesample system (0.5) limit ${looks}`;
  const day = 86_400_000;
  const filters: Readonly<Record<string, (at: (typeof sample)[number]) => LogSearch>> = {
    none: () => ({}),
    actor: ({ actor }) => ({ actor }),
    subject: ({ subject }) => ({ subject }),
    type: () => ({ type: "consent.withdrawn" }),
    time: ({ at }) => ({ from: new Date(at.getTime() - 30 * day), to: at }),
    request: ({ request }) => ({ request }),
    "any identifier": ({ account }) => ({ id: account }),
    "actor and type": ({ actor }) => ({ actor, type: "consent.given" }),
    "actor and time": ({ actor, at }) => ({ actor, from: new Date(at.getTime() - 90 * day), to: at }),
  };
  for (const [name, filter] of Object.entries(filters)) {
    const [first, deep]: [number[], number[]] = [[], []];
    for (const one of sample) {
      const asked = filter(one);
      first.push(await timeOf(() => searchLog(ctx, { search: asked })));
    }
    const reached = sample[0] ? await walk(ctx, filter(sample[0])) : { after: null, pages: 0 };
    for (let look = 0; look < looks; look++) {
      deep.push(
        await timeOf(() => searchLog(ctx, { search: filter(sample[0] as never), after: reached.after })),
      );
    }
    const [p50, p95] = [0.5, 0.95].map((share) => percentile(first, share).toFixed(1));
    const p95Deep = percentile(deep, 0.95).toFixed(1);
    console.log(
      `  by ${name}: first page ${p50} ms (p50), ${p95} ms (p95, to reach: 50); page ${reached.pages + 1}: ${p95Deep} ms (p95)`,
    );
  }
}

/** The hundredth page, or the last if there are fewer. */
async function walk(ctx: Context<PersonActor>, search: LogSearch) {
  let after: string | null = null;
  let pages = 0;
  for (; pages < pagesDeep - 1; pages++) {
    const found: { readonly next: string | null } = await searchLog(ctx, { search, after });
    if (found.next === null) break;
    after = found.next;
  }
  return { after, pages };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
