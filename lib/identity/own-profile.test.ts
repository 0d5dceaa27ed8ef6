import { describe, expect, test } from "vitest";
import { personRoles } from "#lib/access/roles.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { changeLocale, listOwnPasskeys, readPending, readStepUpMethods, readViewer } from "./own-profile.ts";
import { readPermissionMatrix } from "./read-permission-matrix.ts";
import { readRecentActs } from "./read-recent-acts.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const { north, south } = people;

describe("one's own profile", () => {
  test.each(personRoles)("is %s's with the own firm", async (role) => {
    const view = await readViewer(people.as(south[role]));
    expect(view).toMatchObject({ personId: south[role].personId, role, firm: { name: "South Patrimoine" } });
  });

  test("of a person in another firm is not found, whatever the context says", async () => {
    const { personId } = south.investor;
    const mixed = people.as(north.investor, { personId });
    await expect(readViewer(mixed)).rejects.toMatchObject({ code: "identity.person_not_found" });
  });

  test("keeps the chosen language and leaves the event", async () => {
    const person = await people.add("investor");
    const ctx = people.as(person);
    await changeLocale(ctx, { locale: "pt" });
    expect((await readViewer(ctx)).locale).toBe("pt");
    expect((await people.events(ctx.requestId)).at(-1)).toMatchObject({
      type: "identity.localeChanged",
      facts: { locale: "pt" },
    });
    const [row] = await people.superuser`select count(*)::int as changed from people where locale = 'pt'`;
    expect(row?.changed).toBe(1);
  });

  test("says how one can prove who one is: a passkey first, else the way one signs in", async () => {
    const investor = (await signIn.asPersona(await people.add("investor"))).ctx;
    expect((await readStepUpMethods(investor)).methods).toEqual(["mailLink"]);
    await signIn.register(investor);
    expect((await readStepUpMethods(investor)).methods).toEqual(["passkey", "mailLink"]);
    expect((await readStepUpMethods(people.as(north.advisor))).methods).toEqual(["oidc"]);
  });

  test("shows of a passkey what its owner needs and no key", async () => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    await signIn.register(ctx);
    const [view = {}] = await listOwnPasskeys(ctx);
    expect(Object.keys(view).sort()).toEqual(["createdAt", "id", "lastUsedAt", "name"]);
    expect(await listOwnPasskeys(people.as(north.admin))).toEqual([]);
  });

  test("is for people who are fully signed in", async () => {
    for (const read of [readViewer, readStepUpMethods, listOwnPasskeys]) {
      await expect(read(people.visitor())).rejects.toMatchObject({ code: "auth.unauthenticated" });
      await expect(read(people.client(north.tenantId))).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await expect(readPending(people.as(north.admin))).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("the console's overview", () => {
  test("shows the own firm's events with the names of who acted, and no other firm's", async () => {
    await changeLocale(people.as(south.advisor), { locale: "es" });
    await changeLocale(people.as(north.advisor), { locale: "es" });
    const acts = await readRecentActs(people.as(south.compliance));
    expect(acts[0]).toMatchObject({ type: "identity.localeChanged", actorName: "Nøra advisor" });
    expect(acts.map(({ actorId }) => actorId)).not.toContain(north.advisor.personId);
  });

  test("is a look at the log: it leaves its event, and looks are none of the acts that it shows", async () => {
    const ctx = people.as(south.admin);
    const acts = await readRecentActs(ctx);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "audit.searched", facts: { filters: [], ids: [], rows: acts.length } },
    ]);
    expect((await readRecentActs(ctx)).map(({ type }) => type)).toEqual(acts.map(({ type }) => type));
  });

  test.each(["investor", "advisor"] as const)("is not %s's", async (role) => {
    const ctx = people.as(north[role]);
    await expect(readRecentActs(ctx)).rejects.toMatchObject({ code: "auth.forbidden" });
    expect(() => readPermissionMatrix(ctx)).toThrow("auth.forbidden");
  });
});
