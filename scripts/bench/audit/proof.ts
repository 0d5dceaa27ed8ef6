import { hash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { checkpointText } from "#lib/audit/checkpoint.ts";
import { parseProof } from "#lib/audit/inclusion-proof.ts";
import { hashBytes, provesInclusion } from "#lib/audit/merkle.ts";
import { readInclusionProof } from "#lib/audit/read-inclusion-proof.ts";
import { readRunHashes } from "#lib/audit/tile-repository.ts";
import { foldHashes, tileWidth } from "#lib/audit/tiles.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import { type BenchCluster, percentile, personOn } from "./cluster.ts";

const size = 10_000_000;
const proofs = 1_000;
const origin = "bench.example/audit";

const leafAt = (index: number): Buffer => hash("sha256", `leaf ${index}`, "buffer");

/** A log of ten million entries: every tile of its tree, and the leaves that proofs are asked for. */
async function build({ superuser }: BenchCluster, tenantId: string): Promise<readonly [EventId, number][]> {
  await superuser.unsafe(
    "set session_replication_role = replica; truncate audit_leaves, audit_tiles, audit_checkpoints",
  );
  let below: Buffer[] = [];
  for (let index = 0; index < Math.floor(size / tileWidth); index++) {
    below.push(Buffer.concat(Array.from({ length: tileWidth }, (_, at) => leafAt(index * tileWidth + at))));
    if (below.length % 10_000 === 0) await pauseForOthers();
  }
  for (let level = 0; below.length > 0; level++) {
    const roots = below.map(foldHashes);
    const rows = below.map((hashes, index) => ({
      level,
      tile_index: index,
      root: roots[index] as Buffer,
      hashes,
    }));
    for (let at = 0; at < rows.length; at += 200)
      await superuser`insert into audit_tiles ${superuser(rows.slice(at, at + 200))}`;
    below = [];
    for (let at = 0; at + tileWidth <= roots.length; at += tileWidth)
      below.push(Buffer.concat(roots.slice(at, at + tileWidth)));
  }
  const edge = Array.from({ length: size % tileWidth }, (_, at) => size - (size % tileWidth) + at);
  const asked = Array.from({ length: proofs }, (_, at) => Math.floor((at * 7_919_317) % (size - tileWidth)));
  const leaves = [...new Set([...asked, ...edge])].map((index) => ({ index, eventId: newId("evt") }));
  const rows = leaves.map(({ index, eventId }) => ({
    tenant_id: tenantId,
    event_id: eventId,
    leaf_index: index,
    leaf_hash: leafAt(index),
  }));
  await superuser`insert into audit_leaves ${superuser(rows)}`;
  await superuser`update audit_log_state set size = ${size}`;
  return leaves.map(({ index, eventId }) => [eventId, index]);
}

const pauseForOthers = () => new Promise((done) => setImmediate(done));

/** Inclusion proofs from a log of ten million, as a person's request reads them. */
export async function benchProof(cluster: BenchCluster): Promise<void> {
  const base = personOn(cluster.open("licet_web", 2));
  const ctx = { ...base, actor: { ...base.actor, type: "compliance" } as const };
  const leaves = await build(cluster, ctx.actor.tenantId);
  const [root] = await inTransaction(ctx, (tx) => readRunHashes(tx, [{ from: 0, to: size }]));
  const note = `${checkpointText({ origin, size, root: root as Buffer })}\n— ${origin} AAAA\n`;
  await cluster.superuser`insert into audit_checkpoints (origin, size, note) values (${origin}, ${size}, ${note})`;
  const [times, rounds]: [number[], number[]] = [[], []];
  let longest = 0;
  for (const [eventId, index] of leaves) {
    const since = performance.now();
    const { proof, leafHash } = await readInclusionProof(ctx, origin, eventId);
    times.push(performance.now() - since);
    rounds.push(await timeOfRounds(ctx));
    const path = parseProof(proof)?.path ?? [];
    longest = Math.max(longest, path.length);
    if (!provesInclusion({ index, size, leaf: leafHash, path, root: root as Buffer }))
      throw new Error("a proof is wrong");
  }
  const [p50, p99] = [0.5, 0.99].map((share) => percentile(times, share).toFixed(1));
  const [empty50, empty99] = [0.5, 0.99].map((share) => percentile(rounds, share).toFixed(1));
  console.log(
    `${times.length} proofs from ${size} entries: ${p50} ms (p50), ${p99} ms (p99, to reach: 5), ${longest} hashes of ${hashBytes} bytes at most`,
  );
  console.log(`  as many rounds to the database that read nothing: ${empty50} ms (p50), ${empty99} ms (p99)`);
}

/** What the machine makes of a proof's five rounds (begin, three statements, commit) where there is nothing to do. */
async function timeOfRounds(ctx: Context): Promise<number> {
  const since = performance.now();
  await inTransaction(ctx, async (tx) => {
    for (let statement = 0; statement < 3; statement++) await tx.execute(sql`select 1`);
  });
  return performance.now() - since;
}
