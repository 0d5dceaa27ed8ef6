import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type postgres from "postgres";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Actor, installationTenant, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { databaseIdentity, inTransaction } from "#lib/access/transaction.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import { actorRoles } from "#lib/db/roles.ts";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { appendAudit } from "./append.ts";
import { auditEvent } from "./event.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;

const happened = auditEvent("test.happened", {
  text: z.string(),
  count: z.number(),
  list: z.array(z.string()),
  nothing: z.null(),
});
const event = happened({ text: "x", count: 1, list: [], nothing: null });
const append = (ctx: Context, one = event) => inTransaction(ctx, (tx) => appendAudit(tx, ctx, one));

const bodiesOf = async (requestId: string): Promise<string[]> =>
  (
    await people.superuser<{ body: Buffer }[]>`select body from audit_events where request_id = ${requestId}`
  ).map(({ body }) => body.toString("utf8"));

/** RFC 8785 for what JSON.parse can give: members in the order of their names' UTF-16 units, and no space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(",")}}`;
}

describe("an event", () => {
  test("is written with its transaction and goes with it", async () => {
    const ctx = people.as(north.investor);
    await append(ctx);
    expect(await bodiesOf(ctx.requestId)).toHaveLength(1);

    const undone = people.as(north.investor);
    const attempt = inTransaction(undone, async (tx) => {
      await appendAudit(tx, undone, event);
      throw new Error("refused");
    });
    await expect(attempt).rejects.toThrow("refused");
    expect(await bodiesOf(undone.requestId)).toEqual([]);
  });

  test("is stored as canonical JSON that says who, what, when and for which request", async () => {
    const ctx = people.as(north.compliance);
    const facts = { text: 'é\u2028"\\\u{1f4b6}\u007f', count: 1e21, list: ["b", "a"], nothing: null };
    await append(ctx, happened(facts));
    const [body = ""] = await bodiesOf(ctx.requestId);
    const parsed = JSON.parse(body);
    expect(body).toBe(canonical(parsed));
    expect(Object.keys(parsed)).toEqual([...Object.keys(parsed)].sort());
    expect(parsed).toMatchObject({
      version: 1,
      type: "test.happened",
      tenantId: north.tenantId,
      actor: { type: "compliance", id: north.compliance.personId, session: ctx.actor.sessionId },
      requestId: ctx.requestId,
      facts,
    });
    expect(Math.abs(Date.parse(parsed.occurredAt) - Date.now())).toBeLessThan(60_000);
  });

  test.each([
    ["a person without a second factor", () => people.as(north.admin, { type: "pending" })],
    ["an investor", () => people.as(north.investor)],
    ["an advisor", () => people.as(north.advisor)],
    ["a client", () => people.client(north.tenantId)],
    ["a job", () => people.job(north.tenantId)],
    ["the system", () => people.system()],
    ["a visitor", () => people.visitor()],
  ] as const)("of %s is theirs, in their firm or in the installation's", async (_who, make) => {
    const ctx: Context = make();
    await append(ctx);
    const [written] = await people.events(ctx.requestId);
    expect(written).toMatchObject({
      tenantId: "tenantId" in ctx.actor ? ctx.actor.tenantId : installationTenant,
      actorType: ctx.actor.type,
      actorId: isPerson(ctx.actor) ? ctx.actor.personId : expect.toSatisfy((id) => id !== undefined),
    });
  });
});

describe("the statement that a connection keeps", () => {
  test("serves each role by itself: one connection takes turns, and every policy holds as before", async () => {
    const one = openDatabase(
      { url: new Secret(database.url("data", "licet_web")), ca: database.ca },
      { size: 1, name: "one connection" },
    );
    const people4 = [north.investor, north.advisor, north.compliance, south.investor].map((who) =>
      people.as(who),
    );
    for (let round = 0; round < 8; round++) {
      for (const ctx of people4) {
        await append({ ...ctx, db: one });
        // Who acts is what the transaction says; a plan made for somebody else lets nobody pass.
        const other = people4[(people4.indexOf(ctx) + 1) % people4.length] as (typeof people4)[0];
        const forged = inTransaction({ ...other, db: one }, (tx) => appendAudit(tx, ctx, event));
        await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
      }
    }
    const { rows } = await one.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where name like 'audit.append.%' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      ["advisor", "compliance", "investor"].map((role) => `audit.append.${role}`),
    );
    for (const ctx of people4) expect(await bodiesOf(ctx.requestId)).toHaveLength(8);
    await closeDatabase(one);
  });

  test("fails as every other statement does, and works again in the next transaction", async () => {
    const ctx = people.as(north.investor);
    const wrong = { ...ctx, requestId: "x".repeat(40_000) };
    await expect(append(wrong)).rejects.toThrow("Failed query");
    await append(ctx);
    expect(await bodiesOf(ctx.requestId)).toHaveLength(1);
  });
});

interface Row {
  tenantId: string;
  actorType: string;
  actorId: string | null;
  body?: Record<string, unknown>;
}

/** Writes a row as the actor's own role, saying whatever the row says. */
async function forge(ctx: { actor: Actor }, row: Row): Promise<void> {
  const { role, tenantId, personId } = databaseIdentity(ctx.actor);
  const login = (actorRoles.licet_web as readonly string[]).includes(role) ? "licet_web" : "licet_worker";
  const sql: postgres.Sql = database.connect("data", login);
  const eventId = newId("evt");
  const body = {
    eventId,
    tenantId: row.tenantId,
    type: "test.forged",
    requestId: "forged",
    occurredAt: "2027-01-01T00:00:00.000Z",
    actor: { type: row.actorType, id: row.actorId },
    ...row.body,
  };
  await sql.begin(async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId ?? ""}, true),
      set_config('app.person_id', ${personId ?? ""}, true), set_config('role', ${role}, true)`;
    await tx`insert into audit_events
        (tenant_id, event_id, occurred_at, type, actor_type, actor_id, request_id, body)
      values (${row.tenantId}, ${eventId}, '2027-01-01T00:00:00.000Z', 'test.forged', ${row.actorType},
        ${row.actorId}, 'forged', ${Buffer.from(JSON.stringify(body))})`;
  });
}

describe("the trail refuses", () => {
  const own = { tenantId: north.tenantId, actorType: "investor", actorId: north.investor.personId };

  test("nothing that is true (the control of what follows)", async () => {
    await expect(forge(people.as(north.investor), own)).resolves.toBeUndefined();
  });

  test.each<[string, Partial<Row>]>([
    ["another actor's event", { actorId: north.advisor.personId }],
    ["nobody's", { actorId: null }],
    ["another firm's", { tenantId: south.tenantId }],
    ["the installation's", { tenantId: installationTenant }],
    ["one of another kind of actor", { actorType: "compliance" }],
  ])("a person %s", async (_what, part) => {
    await expect(forge(people.as(north.investor), { ...own, ...part })).rejects.toMatchObject({
      code: "42501",
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["firm", { tenantId: south.tenantId }],
    ["actor", { actor: { type: "investor", id: north.advisor.personId } }],
    ["kind", { type: "test.other" }],
    ["time", { occurredAt: "2026-01-01T00:00:00.000Z" }],
    ["identifier", { eventId: newId("evt") }],
  ])("a body that names another %s than its columns", async (_what, body) => {
    await expect(forge(people.as(north.investor), { ...own, body })).rejects.toMatchObject({ code: "23514" });
  });

  test("a visitor everywhere but among the installation's, and as anybody", async () => {
    const visitor = { tenantId: installationTenant as string, actorType: "visitor", actorId: null };
    await expect(forge(people.visitor(), visitor)).resolves.toBeUndefined();
    for (const part of [
      { tenantId: north.tenantId },
      { actorType: "admin" },
      { actorId: north.admin.personId },
    ]) {
      await expect(forge(people.visitor(), { ...visitor, ...part })).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("a job in another firm, and as a person", async () => {
    const job = { tenantId: north.tenantId as string, actorType: "job", actorId: "x" };
    await expect(forge(people.job(north.tenantId), job)).resolves.toBeUndefined();
    for (const part of [{ tenantId: south.tenantId }, { actorType: "admin" }]) {
      await expect(forge(people.job(north.tenantId), { ...job, ...part })).rejects.toMatchObject({
        code: "42501",
      });
    }
  });

  const changes = [
    "update audit_events set type = 'test.other'",
    "update audit_events set body = body",
    "delete from audit_events",
    "truncate audit_events",
  ];
  const roles = Object.entries(actorRoles).flatMap(([login, names]) =>
    names.map((role) => ({ login, role })),
  );

  test.each(roles)("any change by $role", async ({ login, role }) => {
    const sql = database.connect("data", login as "licet_web" | "licet_worker");
    for (const statement of changes) {
      const attempt = sql.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${north.tenantId}, true)`;
        await tx.unsafe(`set local role ${role}`);
        await tx.unsafe(statement);
      });
      await expect(attempt, statement).rejects.toMatchObject({ code: expect.stringMatching(/42501|42P01/) });
    }
  });

  test("a change by the owner or the superuser, as a slip", async () => {
    const digest = async () =>
      createHash("sha256")
        .update(JSON.stringify([...(await people.superuser`select * from audit_events order by event_id`)]))
        .digest("hex");
    const before = await digest();
    for (const login of ["licet_owner", "postgres"] as const) {
      const sql = database.connect("data", login);
      for (const statement of changes) {
        // A table that others refer to cannot be emptied either.
        await expect(sql.unsafe(statement), `${login}: ${statement}`).rejects.toMatchObject({
          code: expect.stringMatching(/42501|0A000/),
        });
      }
    }
    expect(await digest()).toBe(before);
  });
});
