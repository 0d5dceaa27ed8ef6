import { setTimeout as pause } from "node:timers/promises";
import { type SQL, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople } from "#scripts/testing/people.ts";
import { type SignedIn, testSignIn } from "#scripts/testing/sign-in.ts";
import { signOut } from "./own-sessions.ts";
import { hashToken, newToken } from "./token.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const refused = { cause: { code: "42501" } };

const run = async (ctx: Context, statement: SQL) =>
  (await inTransaction(ctx, (tx) => tx.execute<Record<string, unknown>>(statement))).rows;

let pending: SignedIn;
let investor: SignedIn;
let colleague: SignedIn;

beforeAll(async () => {
  pending = await signIn.byOidc(people.north.admin);
  investor = await signIn.asPersona(people.north.investor);
  colleague = await signIn.asPersona(people.north.compliance);
});

const everybody = () => ({
  pending: pending.ctx,
  investor: investor.ctx,
  advisor: people.as(people.north.advisor),
  compliance: colleague.ctx,
  admin: people.as(people.north.admin),
});

describe("a session, in SQL alone,", () => {
  test("is changed by no role: neither its secret nor its worth nor its end, one's own or another's", async () => {
    for (const [role, ctx] of Object.entries(everybody())) {
      for (const change of [
        sql`update sessions set token_hash = sha256('mine')`,
        sql`update sessions set level = 'full'`,
        sql`update sessions set ended_at = null`,
        sql`update sessions set authenticated_at = now()`,
        sql`update sessions set expires_at = now() + interval '1 year'`,
        sql`delete from sessions`,
        sql`insert into sessions (tenant_id, session_id, person_id, token_hash, method, level, origin,
          idle_minutes, expires_at) values (app_tenant(), ${newId("ses")}, app_person(), sha256('mine'), 'passkey',
          'full', ${testOrigin}, 30, now() + interval '1 hour')`,
      ]) {
        await expect(run(ctx, change), `${role}: ${JSON.stringify(change)}`).rejects.toMatchObject(refused);
      }
    }
  });

  test("shows its secret's hash to nobody, and itself to its own person alone", async () => {
    for (const [role, ctx] of Object.entries(everybody())) {
      await expect(run(ctx, sql`select token_hash from sessions`), role).rejects.toMatchObject(refused);
    }
    const seenBy = async (ctx: Context) =>
      new Set((await run(ctx, sql`select person_id from sessions`)).map(({ person_id }) => person_id));
    expect(await seenBy(investor.ctx)).toEqual(new Set([people.north.investor.personId]));
    expect(await seenBy(colleague.ctx)).toEqual(new Set([people.north.compliance.personId]));
    expect(await seenBy(people.as(people.south.admin))).toEqual(new Set());
  });
});

describe("the gate of sessions", () => {
  const begin = (method: string) => sql`select gate.begin_session(${newId("ses")}, ${hashToken(newToken())},
    ${method}::sign_in_method, ${testOrigin}, null, now(), now(), 20, now() + interval '1 hour')`;

  test("waits for whoever changes the person's role, and begins none that the new one forbids", async () => {
    const person = await people.add("advisor");
    let sought: Promise<string> = Promise.resolve("");
    await people.superuser.begin(async (tx) => {
      await tx`update people set role = 'admin' where person_id = ${person.personId}`;
      sought = run(people.as(person), begin("oidc")).then(
        () => "begun",
        ({ cause }: { cause: { code: string } }) => cause.code,
      );
      expect(await Promise.race([sought, pause(300, "waits")])).toBe("waits");
    });
    expect(await sought).toBe("42501");
  });

  test("begins none that is worth more than its sign-in", async () => {
    await expect(run(pending.ctx, begin("passkey"))).rejects.toMatchObject(refused);
    await expect(run(pending.ctx, begin("persona"))).rejects.toMatchObject(refused);
    await expect(run(people.as(people.north.admin), begin("oidc"))).rejects.toMatchObject(refused);
    await expect(run(people.as(people.north.compliance), begin("mailLink"))).rejects.toMatchObject(refused);
    await expect(run(pending.ctx, begin("oidc"))).resolves.toEqual([{ begin_session: "awaitingPasskey" }]);
    await expect(run(people.as(people.north.advisor), begin("oidc"))).resolves.toEqual([
      { begin_session: "full" },
    ]);
  });

  test("begins none in another role than the person's, nor for somebody who was disabled", async () => {
    const posing = people.as(people.north.investor, { type: "admin" });
    await expect(run(posing, begin("passkey"))).rejects.toMatchObject(refused);
    const gone = await people.add("investor");
    await people.superuser`update people set disabled_at = now() where person_id = ${gone.personId}`;
    await expect(run(people.as(gone), begin("passkey"))).rejects.toMatchObject(refused);
  });

  test("completes none without a passkey of the same person that was used in the same transaction", async () => {
    const admin = await people.add("admin");
    await signIn.register((await signIn.byOidc(admin)).ctx);
    const waiting = await signIn.byOidc(admin);
    const other = await signIn.register((await signIn.asPersona(people.south.admin)).ctx);
    expect(other).toBeDefined();
    const keys = await people.superuser<{ id: string }[]>`select passkey_id as id from passkeys`;
    expect(keys.length).toBeGreaterThan(1);
    for (const { id } of keys) {
      expect(await run(waiting.ctx, renewal(waiting, id)), id).toEqual([{ at: null }]);
    }
    const [own] = await people.superuser<{ id: string }[]>`select passkey_id as id from passkeys
      where person_id = ${admin.personId}`;
    const renewed = await inTransaction(waiting.ctx, async (tx) => {
      await tx.execute(sql`update passkeys set last_used_at = now() where passkey_id = ${own?.id}`);
      return (await tx.execute<{ at: string | null }>(renewal(waiting, own?.id ?? ""))).rows[0]?.at;
    });
    expect(renewed).not.toBeNull();
  });

  const renewal = (
    { ctx }: SignedIn,
    passkeyId: string,
  ) => sql`select gate.renew_session(${ctx.actor.sessionId},
    ${passkeyId}, ${hashToken(newToken())}, now()) as at`;

  test("ends another's for administrators of the firm alone, and revives none", async () => {
    const target = await signIn.asPersona(await people.add("investor"));
    const { personId, sessionId } = target.ctx.actor;
    const endAll = sql`select gate.end_sessions_of(${personId}, now()) as count`;
    for (const role of ["pending", "investor", "advisor", "compliance"] as const) {
      await expect(run(everybody()[role], endAll), role).rejects.toMatchObject(refused);
    }
    expect(await run(people.as(people.south.admin), endAll)).toEqual([{ count: 0 }]);
    const endOne = sql`select gate.end_session(${sessionId}, now()) as count`;
    expect(await run(people.as(people.north.admin), endOne)).toEqual([{ count: 0 }]);
    expect(await run(people.as(people.north.admin), endAll)).toEqual([{ count: 1 }]);

    const left = await signIn.asPersona(people.north.advisor);
    await signOut(left.ctx);
    await run(left.ctx, sql`select gate.touch_session(${left.ctx.actor.sessionId}, now())`);
    const [row] =
      await people.superuser`select ended_at is not null as ended, last_seen_at < ended_at as untouched
      from sessions where session_id = ${left.ctx.actor.sessionId}`;
    expect(row).toEqual({ ended: true, untouched: true });
  });

  test("tells last sign-ins of the own firm, to staff alone", async () => {
    const ask = sql`select person_id from gate.last_sign_ins()`;
    for (const role of ["pending", "investor", "advisor"] as const) {
      await expect(run(everybody()[role], ask), role).rejects.toMatchObject(refused);
    }
    const seen = (await run(colleague.ctx, ask)).map(({ person_id }) => person_id);
    expect(seen).toContain(people.north.investor.personId);
    expect(seen).not.toContain(people.south.admin.personId);
  });
});
