import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { sequenceAll } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { appendAudit } from "./append.ts";
import { auditEvent } from "./event.ts";
import { readAuditLogStatus } from "./read-log-status.ts";
import { beginEpoch, sequenceEvents } from "./sequence-events.ts";
import { readRunHashes } from "./tile-repository.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;
const happened = auditEvent("test.happened", { count: z.int() });

const append = (ctx: Context, count = 1) =>
  inTransaction(ctx, async (tx) => {
    for (let at = 0; at < count; at++) await appendAudit(tx, ctx, happened({ count: at }));
  });

interface Entry {
  readonly index: number;
  readonly xid: string;
  readonly eventId: string;
  readonly body: Buffer;
}

const entries = (): Promise<readonly Entry[]> => people.superuser<Entry[]>`
  select l.leaf_index::int as index, e.xid::text as xid, e.event_id as "eventId", e.body
  from audit_leaves l join audit_events e using (tenant_id, event_id) order by l.leaf_index`;
const countOf = async (table: string): Promise<number> =>
  Number((await people.superuser.unsafe(`select count(*) as count from ${table}`))[0]?.count);

async function rootNow(): Promise<Buffer> {
  return inTransaction(people.system(), async (tx) => {
    const { size } = await readAuditLogStatus(people.system());
    return (await readRunHashes(tx, [{ from: 0, to: size }]))[0] as Buffer;
  });
}

beforeAll(() => beginEpoch(people.system()));

describe("the log", () => {
  test("takes every event once, in the order of transactions, without a gap", async () => {
    for (const who of [north.investor, south.compliance, north.admin]) await append(people.as(who), 3);
    await append(people.job(south.tenantId));
    await sequenceAll(people, 4);
    const all = await entries();
    expect(all.length).toBe(await countOf("audit_events"));
    expect(all.map(({ index }) => index)).toEqual(all.map((_, at) => at));
    const order = all.map(({ xid, eventId }) => `${xid.padStart(20, "0")} ${eventId}`);
    expect(order).toEqual([...order].sort());
  });

  test("has the root that the specification defines for the events' bytes, also over full tiles", async () => {
    const attempts = Array.from({ length: 30 }, () => append(people.as(north.investor), 20));
    await Promise.all(attempts);
    await sequenceAll(people, 77);
    const bodies = (await entries()).map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(600);
    expect(await countOf("audit_tiles")).toBe(2);
    expect((await rootNow()).equals(specifiedRoot(bodies))).toBe(true);
  });

  test("does not take what was rolled back, and waits for whoever began earlier", async () => {
    const size = await countOf("audit_leaves");
    const sql = database.connect("data", "licet_owner");
    const earlier = await sql.reserve();
    await earlier`begin`;
    await earlier`select pg_current_xact_id()`;
    await append(people.as(north.investor), 2);
    await append(people.as(north.admin)).catch(() => {});
    const undone = inTransaction(people.as(north.investor), async (tx) => {
      await appendAudit(tx, people.as(north.investor), happened({ count: 0 }));
      throw new Error("refused");
    });
    await expect(undone).rejects.toThrow("refused");
    expect(await sequenceEvents(people.system())).toEqual({ from: size, to: size });
    await earlier`rollback`;
    earlier.release();
    await sequenceAll(people);
    expect(await countOf("audit_leaves")).toBe(size + 3);
  });

  test("is written by one process at a time, and the others do nothing", async () => {
    await append(people.as(north.investor), 50);
    const results = await Promise.all(Array.from({ length: 8 }, () => sequenceEvents(people.system(), 10)));
    for (const added of results) if (added) expect(added.to - added.from).toBeLessThanOrEqual(10);
    await sequenceAll(people);
    expect((await entries()).map(({ index }) => index)).toEqual((await entries()).map((_, at) => at));
  });

  test("is the sequencer's alone to write, and nobody's to change", async () => {
    await expect(sequenceEvents({ ...people.as(north.admin) })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    const statements = ["audit_leaves", "audit_tiles", "audit_checkpoints"].flatMap((table) => [
      `delete from ${table}`,
      `update ${table} set ${table === "audit_tiles" ? "level = level" : table === "audit_leaves" ? "leaf_hash = leaf_hash" : "note = note"}`,
      `truncate ${table}`,
    ]);
    for (const login of ["licet_owner", "postgres", "licet_worker"] as const) {
      const sql: postgres.Sql = database.connect("data", login);
      for (const statement of statements) {
        const attempt = sql.begin(async (tx) => {
          if (login === "licet_worker") await tx`set local role licet_system`;
          await tx.unsafe(statement);
        });
        await expect(attempt, `${login}: ${statement}`).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});

describe("how late the log is", () => {
  test("is measured from the oldest event that waits, and is nothing once it has its place", async () => {
    await sequenceAll(people);
    expect(await readAuditLogStatus(people.visitor())).toMatchObject({ state: "inStep", unsequencedMs: 0 });
    await append(people.as(north.investor));
    await people.superuser.unsafe("alter table audit_events disable trigger audit_events_append_only");
    await people.superuser`update audit_events e set recorded_at = now() - interval '6 seconds'
      where not exists (select 1 from audit_leaves l where l.event_id = e.event_id)`;
    await people.superuser.unsafe("alter table audit_events enable trigger audit_events_append_only");
    const late = await readAuditLogStatus(people.as(north.admin));
    expect(late.state).toBe("behind");
    expect(late.unsequencedMs).toBeGreaterThan(5_900);
    await sequenceAll(people);
    expect((await readAuditLogStatus(people.visitor())).unsequencedMs).toBe(0);
  });
});

describe("a database that moved to another cluster", () => {
  /** As a dump restored elsewhere leaves it: events with the old cluster's transaction ids, above all of the new one's. */
  test("goes on with what both wrote, each once", async () => {
    await append(people.as(north.investor), 3);
    await people.superuser.unsafe("alter table audit_events disable trigger audit_events_append_only");
    await people.superuser`update audit_events e set xid = ((xid::text::numeric + 2 ^ 40)::numeric(20, 0))::text::xid8`;
    await people.superuser`update audit_log_state set position = ((position::text::numeric + 2 ^ 40)::numeric(20, 0))::text::xid8`;
    await people.superuser`update audit_epochs set system_identifier = '1'`;
    await people.superuser.unsafe("alter table audit_events enable trigger audit_events_append_only");
    await append(people.as(north.investor), 2);

    await beginEpoch(people.system());
    await append(people.as(south.investor), 2);
    await sequenceAll(people);
    const all = await entries();
    expect(all.length).toBe(await countOf("audit_events"));
    expect(all.map(({ index }) => index)).toEqual(all.map((_, at) => at));
    expect(await countOf("audit_epochs")).toBe(2);
    await beginEpoch(people.system());
    expect(await countOf("audit_epochs")).toBe(2);
  });
});
