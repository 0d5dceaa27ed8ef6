import { describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { personRoles } from "#lib/access/roles.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { disablePerson, enablePerson, listPeople } from "./manage-people.ts";
import { resolveSession } from "./resolve-session.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const { north, south } = people;
const changed = { code: "identity.person_changed" };
const notFound = { code: "identity.person_not_found" };

describe("disabling a person", () => {
  test("ends all their sessions, keeps them out, and leaves the event", async () => {
    const person = await people.add("investor");
    const sessions = [await signIn.asPersona(person), await signIn.asPersona(person)];
    await disablePerson(people.as(north.admin), { personId: person.personId });
    for (const { session } of sessions) {
      expect(await resolveSession(people.visitor(), session.token, testOrigin)).toEqual({ kind: "expired" });
    }
    await expect(signIn.asPersona(person)).rejects.toMatchObject(notFound);
    expect((await people.events(person.personId)).at(-1)).toMatchObject({
      type: "identity.personDisabled",
      actorId: north.admin.personId,
      facts: { personId: person.personId, sessionsEnded: 2 },
    });
  });

  test("does not find a person of another firm, nor nobody", async () => {
    for (const personId of [south.investor.personId, newId("per")]) {
      await expect(disablePerson(people.as(north.admin), { personId })).rejects.toMatchObject(notFound);
      await expect(enablePerson(people.as(north.admin), { personId })).rejects.toMatchObject(notFound);
    }
  });

  test.each(personRoles.filter((role) => role !== "admin"))("is forbidden to %s", async (role) => {
    const { personId } = await people.add("investor");
    for (const change of [disablePerson, enablePerson]) {
      await expect(change(people.as(north[role]), { personId })).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });

  test("conflicts the second time, and of many at once one does it", async () => {
    const { personId } = await people.add("investor");
    await people.warm();
    const attempts = Array.from({ length: 20 }, () => disablePerson(people.as(north.admin), { personId }));
    expect(await winners(attempts, changed.code)).toBe(1);
    await expect(disablePerson(people.as(north.admin), { personId })).rejects.toMatchObject(changed);
    const events = (await people.events(personId)).filter(({ type }) => type === "identity.personDisabled");
    expect(events).toHaveLength(1);
  });

  test("is undone once, and of many at once one does it", async () => {
    const person = await people.add("investor");
    const { personId } = person;
    await disablePerson(people.as(north.admin), { personId });
    await people.warm();
    const attempts = Array.from({ length: 20 }, () => enablePerson(people.as(north.admin), { personId }));
    expect(await winners(attempts, changed.code)).toBe(1);
    await expect(signIn.asPersona(person)).resolves.toBeDefined();
  });

  test("is never of one's own account", async () => {
    const { personId } = north.admin;
    await expect(disablePerson(people.as(north.admin), { personId })).rejects.toMatchObject({
      code: "identity.own_account",
    });
  });

  test("needs a fresh proof of who one is", async () => {
    const { personId } = await people.add("investor");
    const authenticatedAt = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    const stale = people.as(north.admin, { authenticatedAt });
    await expect(disablePerson(stale, { personId })).rejects.toMatchObject({ code: "auth.step_up_required" });
    await expect(enablePerson(stale, { personId })).rejects.toMatchObject({ code: "auth.step_up_required" });
  });
});

describe("the list of people", () => {
  test("is of the own firm, with the last sign-in, and marks oneself", async () => {
    await signIn.asPersona(south.advisor);
    const listed = await listPeople(people.as(south.compliance));
    expect(listed.map(({ id }) => id).sort()).toEqual(personRoles.map((role) => south[role].personId).sort());
    expect(listed.filter(({ isSelf }) => isSelf).map(({ id }) => id)).toEqual([south.compliance.personId]);
    const [advisor] = listed.filter(({ role }) => role === "advisor");
    expect(Math.abs(Date.parse(advisor?.lastSignInAt ?? "") - Date.now())).toBeLessThan(60_000);
  });

  test.each(["investor", "advisor"] as const)("is not shown to %s", async (role) => {
    await expect(listPeople(people.as(north[role]))).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
