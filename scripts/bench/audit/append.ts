import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { auditEvent } from "#lib/audit/event.ts";
import type { Database, Transaction } from "#lib/db/database.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { machineEnvironment } from "../../runtime/environment.ts";
import type { KeeperPlan } from "../../testing/log-keeper.ts";
import { type BenchCluster, percentile, personOn } from "./cluster.ts";

const connections = 16;
const roundMs = 4_000;
const rounds = 4;
const lagMs = 15_000;

const revoked = auditEvent(
  "bench.revoked",
  { consentId: z.string(), previousStatus: z.string() },
  "consentId",
);
const event = revoked({ consentId: "con_7d0f1f6e-0c1e-4f0e-9a53-0b8f2a5f0c11", previousStatus: "valid" });
const keeper = fileURLToPath(new URL("../../testing/log-keeper.ts", import.meta.url));

type Work = (tx: Transaction, body: Buffer) => Promise<unknown>;

/** How many transactions of a person's a second, each with this work in it, on all connections. */
async function rateOf(db: Database, body: Buffer, work: Work, forMs = roundMs): Promise<number> {
  const until = performance.now() + forMs;
  let done = 0;
  const client = async () => {
    const ctx = personOn(db);
    for (; performance.now() < until; done++) {
      await inTransaction(ctx, (tx) => (work === append ? appendAudit(tx, ctx, event) : work(tx, body)));
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return (done * 1000) / forMs;
}

const append: Work = async () => {};
const bareInsert: Work = (tx, body) => tx.execute(sql`insert into bench_plain (body) values (${body})`);

/** The same statement alone, in a transaction of its own that says nothing of who acts. */
async function bareRate(db: Database, body: Buffer): Promise<number> {
  const until = performance.now() + roundMs;
  let done = 0;
  const client = async () => {
    for (; performance.now() < until; done++) {
      await db.$client.query({
        name: "bare",
        text: "insert into bench_plain (body) values ($1)",
        values: [body],
      });
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return (done * 1000) / roundMs;
}

/** The append beside a bare INSERT of the same bytes, in the same kind of transaction and in turns. */
export async function benchAppend(cluster: BenchCluster): Promise<void> {
  const { superuser } = cluster;
  await superuser.unsafe(`create table bench_plain (id bigint generated always as identity primary key, body bytea not null);
    grant insert on bench_plain to licet_admin, licet_web`);
  const db = cluster.open("licet_web", connections);
  await rateOf(db, Buffer.alloc(0), append, 1_000);
  const [row] = await superuser<{ body: Buffer }[]>`select body from audit_events limit 1`;
  const body = row?.body ?? Buffer.alloc(0);
  const rates = { append: 0, bare: 0, alone: 0 };
  for (let round = 0; round < rounds; round++) {
    rates.bare = Math.max(rates.bare, await rateOf(db, body, bareInsert));
    rates.append = Math.max(rates.append, await rateOf(db, body, append));
    rates.alone = Math.max(rates.alone, await bareRate(db, body));
  }
  console.log(
    `an entry has ${body.length} bytes; ${connections} connections, the best of ${rounds} rounds of ${roundMs / 1000} s`,
  );
  console.log(`  append in a transaction:      ${rates.append.toFixed(0)}/s`);
  console.log(
    `  bare INSERT in the same one:  ${rates.bare.toFixed(0)}/s, ratio ${(rates.append / rates.bare).toFixed(2)} (to reach: 0.60)`,
  );
  console.log(
    `  bare INSERT alone:            ${rates.alone.toFixed(0)}/s, ratio ${(rates.append / rates.alone).toFixed(2)}`,
  );
}

/** How long events wait for their places while clients append as fast as the machine can, with the keeper beside them. */
export async function benchLag(cluster: BenchCluster): Promise<void> {
  const { superuser } = cluster;
  const kms = await startKmsForTest();
  const caFile = join(cluster.folder, "kms.pem");
  writeFileSync(caFile, kms.ca);
  const plan: KeeperPlan = {
    dataUrl: cluster.url("licet_worker"),
    ca: cluster.ca,
    kms: { port: kms.port, caFile, token: kms.tokens.worker },
    version: firstVersion(kms.names.auditCheckpoint),
    origin: "bench.example/audit",
    copies: join(cluster.folder, "copies"),
  };
  const child = spawn(process.execPath, [keeper], {
    env: machineEnvironment() as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(plan));
  await once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data");
  try {
    await untilInStep(superuser);
    const [before] = await superuser<{ size: string }[]>`select size from audit_log_state`;
    const rate = await rateOf(cluster.open("licet_web", connections), Buffer.alloc(0), append, lagMs);
    await untilInStep(superuser);
    const rows = await superuser<{ lag: number }[]>`
      select (extract(epoch from l.sequenced_at - e.recorded_at) * 1000)::float8 as lag
      from audit_leaves l join audit_events e using (tenant_id, event_id) where l.leaf_index >= ${before?.size ?? 0}`;
    const lags = rows.map(({ lag }) => lag);
    const [p50, p99] = [0.5, 0.99].map((share) => percentile(lags, share).toFixed(0));
    console.log(
      `sequencing beside ${rate.toFixed(0)} appends/s: ${lags.length} events waited ${p50} ms (p50), ${p99} ms (p99, to reach: 250)`,
    );
    const [signed] = await superuser<
      { count: number }[]
    >`select count(*)::int as count from audit_checkpoints`;
    console.log(`  and ${signed?.count} checkpoints were signed and copied`);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    await kms.close();
  }
}

async function untilInStep(superuser: BenchCluster["superuser"]): Promise<void> {
  for (;;) {
    const [row] = await superuser<
      { behind: number | null }[]
    >`select unsequenced_ms as behind from gate.audit_log_status()`;
    if (row?.behind === null) return;
    await pause(50);
  }
}
