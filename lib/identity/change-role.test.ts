import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { changeRole, readRoleToChange } from "./change-role.ts";
import { disablePerson } from "./manage-people.ts";
import { resolveSession } from "./resolve-session.ts";

const people = testPeople(testDatabase());
const signIn = testSignIn(people);
const { north, south } = people;
const admin = () => people.as(north.admin);

const roleOf = async (personId: string) => {
  const [row] = await people.superuser`select role from people where person_id = ${personId}`;
  return row?.role;
};

describe("another role", () => {
  test("ends all sessions, counts from the next sign-in, and leaves the event", async () => {
    const person = await people.add("advisor");
    const sessions = [await signIn.asPersona(person), await signIn.asPersona(person)];
    await changeRole(admin(), { personId: person.personId, from: "advisor", to: "admin" });
    for (const { session } of sessions) {
      expect(await resolveSession(people.visitor(), session.token, testOrigin)).toEqual({ kind: "expired" });
    }
    // An administrator has to give a passkey; a session of the advisor's would have needed none.
    expect((await signIn.byOidc(person)).session).toMatchObject({ role: "admin", level: "awaitingPasskey" });
    const [event] = (await people.events(person.personId)).filter(
      ({ type }) => type === "identity.roleChanged",
    );
    expect(event).toMatchObject({
      actorId: north.admin.personId,
      facts: { personId: person.personId, from: "advisor", to: "admin", sessionsEnded: 2 },
    });
  });

  test("is chosen on a page about somebody, and that it was opened is in the log", async () => {
    const { personId } = await people.add("advisor");
    const ctx = admin();
    expect(await readRoleToChange(ctx, personId)).toMatchObject({ id: personId, role: "advisor" });
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", subjectId: personId, facts: { what: "person", id: personId } },
    ]);
    const refused = admin();
    const wanted = { code: "identity.person_not_found" };
    await expect(readRoleToChange(refused, south.advisor.personId)).rejects.toMatchObject(wanted);
    expect(await people.events(refused.requestId)).toEqual([]);
  });

  test("is never one's own, neither by the application nor in SQL", async () => {
    await people.add("admin");
    const { personId } = north.admin;
    await expect(changeRole(admin(), { personId, from: "admin", to: "advisor" })).rejects.toMatchObject({
      code: "identity.own_account",
    });
    const acts = [
      sql`select gate.change_role(${personId}, 'admin', 'compliance', now())`,
      sql`update people set disabled_at = now() where person_id = ${personId}`,
    ];
    for (const act of acts) {
      const attempt = inTransaction(admin(), (tx) => tx.execute(act));
      await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect(await roleOf(personId)).toBe("admin");
  });

  test.each(["investor", "advisor", "compliance"] as const)(
    "is not given by %s, to anybody",
    async (role) => {
      const { personId } = await people.add("advisor");
      const ctx = people.as(north[role]);
      for (const target of [personId, north[role].personId]) {
        const change = changeRole(ctx, { personId: target, from: "advisor", to: "admin" });
        await expect(change).rejects.toMatchObject({ code: "auth.forbidden" });
        const raw = inTransaction(ctx, (tx) =>
          tx.execute(sql`select gate.change_role(${target}, 'advisor', 'admin', now())`),
        );
        await expect(raw).rejects.toMatchObject({ cause: { code: "42501" } });
      }
      expect(await roleOf(personId)).toBe("advisor");
    },
  );

  test("is none of an investor's, and nobody becomes one", async () => {
    const { personId } = await people.add("investor");
    const change = changeRole(admin(), { personId, from: "advisor", to: "compliance" });
    await expect(change).rejects.toMatchObject({ code: "identity.not_staff" });
    const advisor = await people.add("advisor");
    for (const [target, from, to] of [
      [personId, "investor", "advisor"],
      [advisor.personId, "advisor", "investor"],
    ] as const) {
      const { rows } = await inTransaction(admin(), (tx) =>
        tx.execute(sql`select gate.change_role(${target}, ${from}, ${to}, now()) as ended`),
      );
      expect(rows).toEqual([{ ended: null }]);
    }
  });

  test("needs a fresh proof, the role that was seen, and the own firm", async () => {
    const { personId } = await people.add("advisor");
    const old = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    const stale = people.as(north.admin, { authenticatedAt: old });
    const change = { personId, from: "advisor", to: "compliance" } as const;
    await expect(changeRole(stale, change)).rejects.toMatchObject({ code: "auth.step_up_required" });
    await expect(changeRole(people.as(south.admin), change)).rejects.toMatchObject({
      code: "identity.person_not_found",
    });
    await expect(changeRole(admin(), { ...change, from: "compliance", to: "admin" })).rejects.toMatchObject({
      code: "identity.person_changed",
    });
    await people.warm();
    const attempts = Array.from({ length: 8 }, () => changeRole(admin(), change));
    expect(await winners(attempts, "identity.person_changed")).toBe(1);
  });
});

describe("the last administrator who can sign in", () => {
  test("stays one, also where two act on each other at once", async () => {
    for (let round = 0; round < 5; round++) {
      await people.superuser`update people set disabled_at = null where person_id = ${south.admin.personId}`;
      const other = await people.add("admin", south);
      await people.warm();
      const done = await Promise.allSettled([
        changeRole(people.as(south.admin), { personId: other.personId, from: "admin", to: "advisor" }),
        disablePerson(people.as(other), { personId: south.admin.personId }),
      ]);
      const refusals = done.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
      expect(refusals).toEqual(["identity.last_admin"]);
      const [row] = await people.superuser`select count(*)::int as count from people
        where tenant_id = ${south.tenantId} and role = 'admin' and disabled_at is null`;
      expect(row?.count).toBe(1);
      await people.superuser`update people set disabled_at = null where person_id = ${south.admin.personId}`;
      await people.superuser`update people set role = 'advisor' where person_id = ${other.personId} and role = 'admin'`;
    }
  });

  test("is not taken away by the owner of the tables either", async () => {
    const attempt = people.superuser`update people set role = 'advisor' where tenant_id = ${south.tenantId}
      and role = 'admin'`;
    await expect(attempt).rejects.toMatchObject({ code: "LIC03" });
  });
});
