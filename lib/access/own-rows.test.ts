import { type SQL, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { installationTenant } from "./actor.ts";
import type { Context } from "./context.ts";
import { inTransaction } from "./transaction.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const refused = { cause: { code: "42501" } };

const run = async (ctx: Context, statement: SQL) =>
  (await inTransaction(ctx, (tx) => tx.execute<Record<string, unknown>>(statement))).rows;

describe("a passkey, in SQL alone,", () => {
  test("is seen, used and removed by its own person, and by nobody else of the same firm", async () => {
    const [owner, neighbour] = [await people.add("investor"), await people.add("investor")];
    await signIn.register((await signIn.asPersona(owner)).ctx);
    const all = sql`select person_id from passkeys`;
    const use = sql`update passkeys set sign_count = 9 returning person_id`;
    const remove = sql`delete from passkeys returning person_id`;
    const others = [neighbour, people.north.admin, people.north.compliance, people.south.investor];
    for (const other of others) {
      for (const statement of [all, use, remove]) expect(await run(people.as(other), statement)).toEqual([]);
    }
    for (const statement of [all, use, remove]) {
      expect(await run(people.as(owner), statement)).toEqual([{ person_id: owner.personId }]);
    }
  });

  test("is added for oneself alone", async () => {
    const { tenantId, personId } = people.north.advisor;
    const add = sql`insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, name)
      values (${tenantId}, ${newId("pky")}, ${personId}, ${newId("pky")}, 'x', 0, 'Mine')`;
    await expect(run(people.as(people.north.admin), add)).rejects.toMatchObject(refused);
  });
});

describe("an event, in SQL alone,", () => {
  /** Each kind of writer, with the columns that its policy asks for. */
  const writers = () => {
    const { tenantId, investor } = people.north;
    const ofPerson = [investor.tenantId, "investor", investor.personId] as const;
    return [
      ["a person", people.as(investor), ofPerson],
      ["a job", people.job(tenantId), [tenantId, "job", "test.job"]],
      ["the system", people.system(), [installationTenant, "system", "test.job"]],
      ["a visitor", people.visitor(), [installationTenant, "visitor", null]],
    ] as const;
  };
  const event = (
    [tenantId, actorType, actorId]: readonly [string, string, string | null],
    xid = sql`pg_current_xact_id()`,
  ) => {
    const [eventId, occurredAt] = [newId("evt"), new Date().toISOString()];
    const body = JSON.stringify({
      eventId,
      tenantId,
      type: "test.happened",
      requestId: "test",
      occurredAt,
      actor: { type: actorType, id: actorId },
      facts: {},
    });
    return sql`insert into audit_events
      (tenant_id, event_id, xid, occurred_at, type, actor_type, actor_id, request_id, body)
      values (${tenantId}, ${eventId}, ${xid}, ${occurredAt}, 'test.happened', ${actorType}, ${actorId}, 'test',
        convert_to(${body}, 'UTF8'))`;
  };

  test("belongs to the transaction that writes it: neither an older nor a later one can be named", async () => {
    for (const [who, ctx, columns] of writers()) {
      await expect(run(ctx, event(columns)), who).resolves.toBeDefined();
      for (const xid of [sql`'3'::xid8`, sql`(pg_current_xact_id()::text::bigint + 1000)::text::xid8`]) {
        await expect(run(ctx, event(columns, xid)), who).rejects.toMatchObject(refused);
      }
    }
  });

  test("names its own actor and firm", async () => {
    const { investor, advisor } = people.north;
    for (const columns of [
      [investor.tenantId, "investor", advisor.personId],
      [people.south.tenantId, "investor", investor.personId],
      [installationTenant, "visitor", null],
    ] as const) {
      await expect(run(people.as(investor), event(columns))).rejects.toMatchObject(refused);
    }
  });
});
