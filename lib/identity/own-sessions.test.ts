import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { endOtherSessions, endSession, listOwnSessions, signOut } from "./own-sessions.ts";
import { resolveSession } from "./resolve-session.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const notFound = { code: "identity.session_not_found" };

const twoSessions = async () => {
  const person = await people.add("investor");
  return { person, here: await signIn.asPersona(person), there: await signIn.asPersona(person) };
};
const kindOf = async ({ session }: Awaited<ReturnType<typeof signIn.asPersona>>) =>
  (await resolveSession(people.visitor(), session.token, testOrigin)).kind;

describe("one's sessions", () => {
  test("are one's own running ones, and this one is marked", async () => {
    const { here, there } = await twoSessions();
    const listed = await listOwnSessions(here.ctx);
    expect(listed.map(({ id, current }) => [id, current]).sort()).toEqual(
      [
        [here.ctx.actor.sessionId, true],
        [there.ctx.actor.sessionId, false],
      ].sort(),
    );
    await signOut(there.ctx);
    expect(await listOwnSessions(here.ctx)).toHaveLength(1);
  });

  test("say nothing of the secret", async () => {
    const { here } = await twoSessions();
    const [view = {}] = await listOwnSessions(here.ctx);
    expect(Object.keys(view).sort()).toEqual([
      "current",
      "device",
      "id",
      "lastSeenAt",
      "method",
      "startedAt",
    ]);
  });
});

describe("ending a session", () => {
  test("is at once, for that one, with its event", async () => {
    const { here, there } = await twoSessions();
    const { sessionId } = there.ctx.actor;
    await endSession(here.ctx, { sessionId });
    expect([await kindOf(here), await kindOf(there)]).toEqual(["person", "expired"]);
    const [event] = (await people.events(sessionId)).filter(({ type }) => type === "identity.sessionEnded");
    expect(event).toMatchObject({ actorId: here.ctx.actor.personId, facts: { sessionId } });
  });

  test("does not find another person's, not even an administrator's way round", async () => {
    const { here } = await twoSessions();
    const { sessionId } = here.ctx.actor;
    for (const person of [people.north.investor, people.north.admin, people.south.admin]) {
      await expect(endSession(people.as(person), { sessionId })).rejects.toMatchObject(notFound);
    }
    expect(await kindOf(here)).toBe("person");
  });

  test("works once, and of many at once one does it", async () => {
    const { here, there } = await twoSessions();
    const { sessionId } = there.ctx.actor;
    await people.warm();
    const attempts = Array.from({ length: 20 }, () => endSession(here.ctx, { sessionId }));
    expect(await winners(attempts, notFound.code)).toBe(1);
    const ended = (await people.events(sessionId)).filter(({ type }) => type === "identity.sessionEnded");
    expect(ended).toHaveLength(1);
  });

  test("of all others leaves this one, and says how many", async () => {
    const { person, here, there } = await twoSessions();
    const third = await signIn.asPersona(person);
    await endOtherSessions(here.ctx);
    expect([await kindOf(here), await kindOf(there), await kindOf(third)]).toEqual([
      "person",
      "expired",
      "expired",
    ]);
    const last = (await people.events(person.personId)).at(-1);
    expect(last).toMatchObject({ type: "identity.otherSessionsEnded", facts: { count: 2 } });
  });

  test("is not for visitors", async () => {
    await expect(signOut(people.visitor() as never)).rejects.toMatchObject({ code: "auth.unauthenticated" });
    await expect(listOwnSessions(people.visitor())).rejects.toMatchObject({ code: "auth.unauthenticated" });
  });
});
