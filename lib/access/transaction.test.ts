import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { closeDatabase, openDatabase, type Transaction } from "#lib/db/database.ts";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import type { Actor } from "./actor.ts";
import type { Context } from "./context.ts";
import { becomePerson, databaseIdentity, inTransaction } from "./transaction.ts";

const database = testDatabase();
const people = testPeople(database);

/** Who a connection is to PostgreSQL. `session` is the process's login, which owns and may do nothing. */
const whoAmI = sql`select current_user as role, session_user as session,
  coalesce(current_setting('app.tenant_id', true), '') as tenant,
  coalesce(current_setting('app.person_id', true), '') as person,
  coalesce(current_setting('app.request_id', true), '') as request`;

const who = async (tx: Pick<Transaction, "execute">) => (await tx.execute(whoAmI)).rows;

const nobody = { role: "licet_web", session: "licet_web", tenant: "", person: "", request: "" };

/** The context on a pool of a single connection, which therefore is the one used before. */
async function onOneConnection(work: (ctx: Context) => Promise<void>): Promise<void> {
  const address = { url: new Secret(database.url("data", "licet_web")), ca: database.ca };
  const db = openDatabase(address, { size: 1, name: "one" });
  await work({ ...people.as(people.north.investor), db }).finally(() => closeDatabase(db));
}

describe("a transaction", () => {
  test("acts as its actor, in the actor's firm", async () => {
    const ctx = people.as(people.north.compliance);
    const [row] = await inTransaction(ctx, (tx) => who(tx));
    expect(row).toEqual({
      role: "licet_compliance",
      session: "licet_web",
      tenant: people.north.tenantId,
      person: people.north.compliance.personId,
      request: ctx.requestId,
    });
  });

  test("leaves no identity on its connection, neither after a commit nor after an error", async () => {
    await onOneConnection(async (ctx) => {
      await inTransaction(ctx, (tx) => tx.execute(whoAmI));
      expect((await who(ctx.db))[0]).toEqual(nobody);

      const refusal = new Error("refused");
      await expect(inTransaction(ctx, () => Promise.reject(refusal))).rejects.toBe(refusal);
      expect((await who(ctx.db))[0]).toEqual(nobody);

      await expect(inTransaction(ctx, (tx) => tx.execute(sql`select 1/0`))).rejects.toThrow();
      expect((await who(ctx.db))[0]).toEqual(nobody);
    });
  });

  test("does not lend its identity to the next actor on the connection", async () => {
    await onOneConnection(async (ctx) => {
      await inTransaction(ctx, (tx) => tx.execute(whoAmI));
      const [row] = await inTransaction({ ...ctx, actor: { type: "visitor" } }, (tx) => who(tx));
      expect(row).toMatchObject({ role: "licet_visitor", tenant: "", person: "" });
    });
  });

  test("undoes everything when its work throws", async () => {
    const ctx = people.as(people.north.advisor);
    const change = sql`update people set locale = 'fr' where person_id = ${people.north.advisor.personId}`;
    const attempt = inTransaction(ctx, async (tx) => {
      await tx.execute(change);
      throw new Error("refused");
    });
    await expect(attempt).rejects.toThrow("refused");
    const [row] = await people.superuser`select locale from people
      where person_id = ${people.north.advisor.personId}`;
    expect(row?.locale).toBeNull();
  });

  test("of a visitor goes on as the person that they proved to be, and as nobody else", async () => {
    const { actor } = people.as(people.south.investor);
    const rows = await inTransaction(people.visitor(), async (tx) => {
      const before = await who(tx);
      const ctx = await becomePerson(tx, people.visitor(), actor);
      expect(ctx.actor).toBe(actor);
      return [before[0], (await who(tx))[0], ...(await tx.execute(sql`select person_id from people`)).rows];
    });
    expect(rows[0]).toMatchObject({ role: "licet_visitor", tenant: "", person: "" });
    expect(rows[1]).toMatchObject({ role: "licet_investor", tenant: people.south.tenantId });
    expect(rows.slice(2)).toEqual([{ person_id: people.south.investor.personId }]);
  });

  test("of a process cannot act as the other process's roles", async () => {
    const { db } = people.visitor();
    for (const actor of [people.job(people.north.tenantId).actor, people.system().actor]) {
      const attempt = inTransaction({ ...people.visitor(), actor, db }, (tx) => tx.execute(whoAmI));
      await expect(attempt).rejects.toMatchObject({ code: "42501" });
    }
    const worker = { ...people.system(), actor: people.as(people.north.admin).actor };
    await expect(inTransaction(worker, (tx) => tx.execute(whoAmI))).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("the identity of an actor", () => {
  test("is a role of its own for each kind, never shared", () => {
    const tenantId = newId("ten");
    const person = { tenantId, personId: newId("per"), sessionId: newId("ses"), authenticatedAt: new Date() };
    const actors: Actor[] = [
      { type: "visitor" },
      ...(["pending", "investor", "advisor", "compliance", "admin"] as const).map((type) => ({
        type,
        ...person,
      })),
      { type: "client", tenantId, clientId: newId("cli") },
      { type: "job", tenantId, job: "x" },
      { type: "system", job: "x" },
    ];
    const roles = actors.map((actor) => databaseIdentity(actor).role);
    expect(new Set(roles).size).toBe(actors.length);
    expect(roles).toEqual(actors.map(({ type }) => `licet_${type}`));
  });
});
