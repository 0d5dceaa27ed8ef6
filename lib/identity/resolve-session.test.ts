import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { disablePerson, enablePerson } from "./manage-people.ts";
import { signOut } from "./own-sessions.ts";
import { resolveSession } from "./resolve-session.ts";
import { newToken } from "./token.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);

const begin = async (role: "investor" | "admin" = "investor") => {
  const person = await people.add(role);
  const { ctx, session } = await signIn.asPersona(person);
  const kind = async (origin = testOrigin) =>
    (await resolveSession(people.visitor(), session.token, origin)).kind;
  const change = (minutes: { seen?: number; left?: number }) => people.superuser`update sessions set
    last_seen_at = now() - make_interval(secs => ${(minutes.seen ?? 0) * 60}),
    expires_at = now() + make_interval(secs => ${(minutes.left ?? 600) * 60})
    where session_id = ${ctx.actor.sessionId}`;
  return { person, ctx, session, kind, change };
};

describe("a session's secret", () => {
  test("is its person while the session lasts", async () => {
    const { person, session } = await begin();
    expect(await resolveSession(people.visitor(), session.token, testOrigin)).toMatchObject({
      kind: "person",
      method: "persona",
      actor: { type: "investor", tenantId: person.tenantId, personId: person.personId },
    });
  });

  test("is nobody if it was invented", async () => {
    expect(await resolveSession(people.visitor(), newToken(), testOrigin)).toEqual({ kind: "nobody" });
  });

  test("is nobody at another origin", async () => {
    const { kind } = await begin();
    for (const origin of ["https://console.example", "http://consent.example", `${testOrigin}:8443`]) {
      expect(await kind(origin)).toBe("nobody");
    }
  });

  test("is over after signing out", async () => {
    const { ctx, kind } = await begin();
    await signOut(ctx);
    expect(await kind()).toBe("expired");
  });

  test.each([
    ["investor", 30],
    ["admin", 20],
  ] as const)("of an %s is over after %d idle minutes", async (role, minutes) => {
    const { kind, change } = await begin(role);
    await change({ seen: minutes - 0.2 });
    expect(await kind()).toBe("person");
    await change({ seen: minutes });
    expect(await kind()).toBe("expired");
  });

  test("is over after its longest time, however busy", async () => {
    const { ctx, session, kind, change } = await begin();
    const twelveHours = 12 * 60 * 60 * 1000;
    expect(Math.abs(session.expiresAt.getTime() - Date.now() - twelveHours)).toBeLessThan(60_000);
    await change({ seen: 0, left: 0 });
    expect(await kind()).toBe("expired");
    expect(ctx.actor.type).toBe("investor");
  });

  test("is over at once when its person is disabled, and stays over when they are enabled again", async () => {
    const { person, kind } = await begin();
    const admin = people.as(people.north.admin);
    await disablePerson(admin, { personId: person.personId });
    expect(await kind()).toBe("expired");
    await enablePerson(admin, { personId: person.personId });
    expect(await kind()).toBe("expired");
  });

  test("is over for a disabled person even if the session itself was left running", async () => {
    const { person, kind } = await begin();
    await people.superuser`update people set disabled_at = now() where person_id = ${person.personId}`;
    expect(await kind()).toBe("expired");
  });

  test("is remembered as seen once a minute at the most", async () => {
    const { ctx, kind, change } = await begin();
    const seconds = async () => {
      const [row] = await people.superuser`select extract(epoch from now() - last_seen_at)::int as seen
        from sessions where session_id = ${ctx.actor.sessionId}`;
      return row?.seen as number;
    };
    await change({ seen: 0.7 });
    await kind();
    expect(await seconds()).toBeGreaterThan(30);
    await change({ seen: 2 });
    await kind();
    expect(await seconds()).toBeLessThan(30);
  });

  test("is nowhere in the database", async () => {
    const { session } = await begin();
    const [row] = await people.superuser`select count(*)::int as found from sessions s
      where s::text like ${`%${session.token.reveal()}%`}`;
    expect(row?.found).toBe(0);
  });
});
