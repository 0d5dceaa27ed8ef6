import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { machineEnvironment } from "#scripts/runtime/environment.ts";
import { sequenceAll, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import type { KeeperPlan } from "#scripts/testing/log-keeper.ts";
import { ownCluster } from "#scripts/testing/own-cluster.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { isSoak, seededRandom } from "#scripts/testing/sample.ts";
import { specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { appendAudit } from "./append.ts";
import { auditEvent } from "./event.ts";
import { exportLog } from "./export-log.ts";
import { readAuditLogStatus } from "./read-log-status.ts";
import { readRunHashes } from "./tile-repository.ts";

const cluster = ownCluster(testDatabase());
const people = testPeople(cluster.database);
const log = testAuditLog(people);
const happened = auditEvent("test.happened", { count: z.int() });
const random = seededRandom();
const within = (ms: number) => Math.floor(random() * ms);
const program = fileURLToPath(new URL("../../scripts/testing/log-keeper.ts", import.meta.url));

let keeper: ChildProcess | null = null;
let caFile = "";

async function startKeeper(): Promise<void> {
  const plan: KeeperPlan = {
    dataUrl: cluster.database.url("data", "licet_worker"),
    ca: cluster.database.ca,
    kms: { port: log.kms.port, caFile, token: log.kms.tokens.worker },
    version: firstVersion(log.kms.names.auditCheckpoint),
    origin: testLogOrigin,
    copies: log.copies,
  };
  keeper = spawn(process.execPath, [program], {
    env: machineEnvironment() as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "ignore"],
  });
  keeper.stdin?.end(JSON.stringify(plan));
  await once(keeper.stdout as NonNullable<ChildProcess["stdout"]>, "data");
}

async function killKeeper(): Promise<void> {
  if (!keeper || keeper.exitCode !== null || keeper.signalCode !== null) return;
  const ended = once(keeper, "exit");
  keeper.kill("SIGKILL");
  await ended;
}

beforeAll(() => {
  caFile = join(log.folder, "kms.pem");
  writeFileSync(caFile, log.kms.ca);
});
afterAll(killKeeper);

/** What clients were told: these were written, and these were not. */
interface Told {
  readonly written: EventId[];
  readonly undone: EventId[];
}

/** Twelve clients that append until they are told to stop; many commit late, and one in five rolls back. */
async function load(told: Told, stopping: AbortSignal): Promise<void> {
  const client = async () => {
    const ctx = people.as(random() < 0.5 ? people.north.investor : people.south.admin);
    while (!stopping.aborted) {
      const isUndone = random() < 0.2;
      let events: readonly EventId[] = [];
      try {
        await inTransaction(ctx, async (tx) => {
          const ids: EventId[] = [];
          for (let at = within(3); at >= 0; at--)
            ids.push((await appendAudit(tx, ctx, happened({ count: at }))).eventId);
          events = ids;
          await pause(within(25));
          if (isUndone) throw new Error("undone");
        });
        told.written.push(...events);
      } catch (cause) {
        if (cause instanceof Error && cause.message === "undone") told.undone.push(...events);
        else await pause(20);
      }
    }
  };
  await Promise.all(Array.from({ length: 12 }, client));
}

/** The sequencer that one writes first: it takes what is there with a greater id than the last one taken. */
async function naiveUntil(stopping: AbortSignal): Promise<void> {
  const sql = people.superuser;
  await sql`create table if not exists naive_log (event_id text primary key, xid xid8)`;
  while (!stopping.aborted) {
    await sql`insert into naive_log select event_id, xid from audit_events
      where xid > coalesce((select max(xid::text::numeric)::text::xid8 from naive_log), '0') on conflict do nothing`.catch(
      () => pause(50),
    );
    await pause(5);
  }
}

interface Row {
  readonly index: number | null;
  readonly eventId: EventId;
  readonly xid: string;
  readonly body: Buffer;
}

/** Every event that is in the database has one place, in the order of transactions, and the tree is the specified one. */
async function expectWhole(told: Told): Promise<void> {
  await sequenceAll(people);
  const rows = await people.superuser<Row[]>`select l.leaf_index::int as index, e.event_id as "eventId",
    e.xid::text as xid, e.body from audit_events e left join audit_leaves l using (tenant_id, event_id)
    order by e.xid, e.event_id`;
  expect(rows.map(({ index }) => index)).toEqual(rows.map((_, at) => at));
  const there = new Set(rows.map(({ eventId }) => eventId));
  expect(told.written.filter((id) => !there.has(id))).toEqual([]);
  expect(told.undone.filter((id) => there.has(id))).toEqual([]);
  const run = { from: 0, to: rows.length };
  const [root] = await inTransaction(people.system(), (tx) => readRunHashes(tx, [run]));
  expect(root?.equals(specifiedRoot(rows.map(({ body }) => body)))).toBe(true);
}

/** Whoever took every checkpoint that ever was copied finds the log right at each of them. */
async function expectContinued(): Promise<void> {
  await log.catchUp();
  const file = await log.write(exportLog(people.system(), { origin: testLogOrigin, everyCheckpoint: true }));
  await log.catchUp();
  const size = Number((await people.superuser`select max(size) as size from audit_checkpoints`)[0]?.size);
  const held = log.held().filter((one) => one.size < size);
  expect(held.length).toBeGreaterThan(1);
  await log.check(file, held);
}

/** The keeper itself, with nobody's help, has everything in the log and signed. */
async function keptUp(): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await pause(50)) {
    const { unsequencedMs, unsignedMs } = await readAuditLogStatus(people.visitor());
    if (unsequencedMs === 0 && unsignedMs === 0) return;
  }
  throw new Error("the log did not catch up by itself");
}

/** Runs the load while `disturb` does its worst, then looks. */
async function under(disturb: (written: (count: number) => Promise<void>) => Promise<void>): Promise<Told> {
  const told: Told = { written: [], undone: [] };
  const stopping = new AbortController();
  /** Until so many more were written, at any point of what is under way. */
  const written = async (count: number) => {
    for (const goal = told.written.length + count; told.written.length < goal; ) await pause(10);
    await pause(within(100));
  };
  await startKeeper();
  const loads = [load(told, stopping.signal), naiveUntil(stopping.signal)];
  try {
    await disturb(written);
    await written(20);
  } finally {
    stopping.abort();
    await Promise.all(loads);
  }
  await keptUp();
  await killKeeper();
  await expectWhole(told);
  await expectContinued();
  return told;
}

describe("under load", () => {
  test("a sequencer that is killed at random points loses nothing, doubles nothing and reorders nothing", async () => {
    const told = await under(async (written) => {
      for (let kill = 0; kill < (isSoak ? 100 : 4); kill++) {
        await written(40);
        await killKeeper();
        await startKeeper();
      }
    });
    expect(told.undone.length).toBeGreaterThan(10);
  }, 1_200_000);

  test("a database that is stopped hard loses nothing either, and the log goes on by itself", async () => {
    const told = await under(async (written) => {
      for (let stop = 0; stop < (isSoak ? 25 : 2); stop++) {
        await written(40);
        await cluster.crash();
      }
    });
    expect(told.written.length).toBeGreaterThanOrEqual(100);
  }, 1_200_000);

  test("the sequencer that takes what is greater than the last one did lose events (the negative control)", async () => {
    const [lost] = await people.superuser`select count(*)::int as count from audit_events e
      where xid <= (select max(xid::text::numeric)::text::xid8 from naive_log)
        and not exists (select 1 from naive_log n where n.event_id = e.event_id)`;
    expect(lost?.count).toBeGreaterThan(0);
    expect(readdirSync(log.copies).length).toBeGreaterThan(2);
  });
});
