import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { auditEvent } from "#lib/audit/event.ts";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { indexEntries } from "#lib/audit/index-entries.ts";
import { beginEpoch, sequenceEvents } from "#lib/audit/sequence-events.ts";
import { checkpointSigner } from "#lib/audit/sign-checkpoint.ts";
import { makeEvidencePack } from "#lib/evidence/make-evidence-pack.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { usualResilience } from "#lib/keys/resilience.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { personOn, startBenchCluster } from "../audit/cluster.ts";

const entries = 10_000;
const perTransaction = 250;
const origin = "bench.example/audit";
const happened = auditEvent("bench.happened", { personId: z.string(), count: z.int() });

/** An evidence pack of ten thousand entries of a day, with the log kept beside it as the worker keeps it. */
export default async function benchEvidence(): Promise<void> {
  const cluster = await startBenchCluster();
  const kms = await startKmsForTest();
  const folder = mkdtempSync(join(tmpdir(), "licet-bench-evidence-"));
  const endpoint = { host: "localhost", port: kms.port, ca: kms.ca, token: new Secret(kms.tokens.worker) };
  const client = await connectKms({ endpoint }, usualResilience);
  const stopping = new AbortController();
  try {
    const base = personOn(cluster.open("licet_web", 4));
    const ctx = { ...base, actor: { ...base.actor, type: "compliance" } as const };
    const actor = { type: "system", job: "bench.log" } as const;
    const system = { ...ctx, db: cluster.open("licet_worker", 4), actor };
    const sign = checkpointSigner({
      ...{ origin, kms: client, version: firstVersion(kms.names.auditCheckpoint) as KeyVersionName },
      copies: [folderCopy(folder, systemClock.now)],
    });
    for (let written = 0; written < entries; written += perTransaction) {
      await inTransaction(ctx, async (tx) => {
        for (let count = 0; count < perTransaction; count++)
          await appendAudit(tx, ctx, happened({ personId: ctx.actor.personId, count }));
      });
    }
    await beginEpoch(system);
    for (let run = await sequenceEvents(system); run && run.from < run.to; )
      run = await sequenceEvents(system);
    for (let run = await indexEntries(system); run && run.from < run.to; ) run = await indexEntries(system);
    const every = async (ms: number, work: () => Promise<unknown>): Promise<void> => {
      for (; !stopping.signal.aborted; await pause(ms)) await work();
    };
    const log = Promise.all([
      every(100, () => sequenceEvents(system)),
      every(100, () => indexEntries(system)),
      every(1_000, () => sign(system)),
    ]);
    for (const kind of ["period", "investor"] as const) await measure(kind);
    stopping.abort();
    await log;

    async function measure(kind: "period" | "investor"): Promise<void> {
      const today = systemClock.now().toISOString().slice(0, 10);
      const { personId, tenantId } = ctx.actor;
      if (kind === "investor") {
        await cluster.superuser`insert into tenants (tenant_id, name) values (${tenantId}, 'Bench')`;
        await cluster.superuser`insert into people (tenant_id, person_id, role, name, email, email_key)
          values (${tenantId}, ${personId}, 'investor', 'Bench', 'bench@example.org', 'bench@example.org')`;
      }
      const about = kind === "period" ? { kind, from: today, to: today } : { kind, id: personId };
      const means = { origin, locale: "en" as const, bankName: () => null, patienceMs: 20_000 };
      const since = performance.now();
      let [first, bytes] = [0, 0];
      for await (const piece of makeEvidencePack(ctx, means, { about, heldSizes: [] })) {
        first ||= performance.now() - since;
        bytes += piece.length;
      }
      const took = performance.now() - since;
      console.log(
        `a pack by ${kind} of ${entries} entries: ${took.toFixed(0)} ms (to reach: 5000), first byte after ${first.toFixed(0)} ms, ${bytes} bytes`,
      );
    }
  } finally {
    stopping.abort();
    await client.close();
    await kms.close();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  }
}
