import { describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import type { PersonRole } from "#lib/access/roles.ts";
import { newId, type PasskeyId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { listOwnPasskeys } from "./own-profile.ts";
import { removePasskey } from "./remove-passkey.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const notFound = { code: "identity.passkey_not_found" };

async function withPasskeys(role: PersonRole, count: number) {
  const { ctx } = await signIn.asPersona(await people.add(role));
  for (let made = 0; made < count; made += 1) await signIn.register(ctx);
  return { ctx, ids: await idsOf(ctx) };
}

const idsOf = async (ctx: Context<PersonActor>) =>
  (await listOwnPasskeys(ctx)).map(({ id }) => id as PasskeyId);
const first = ([id]: readonly PasskeyId[]): PasskeyId => id ?? newId("pky");

describe("removing a passkey", () => {
  test("ends it and leaves the event", async () => {
    const { ctx, ids } = await withPasskeys("investor", 1);
    await removePasskey(ctx, { passkeyId: first(ids) });
    expect(await idsOf(ctx)).toEqual([]);
    const events = await people.events(first(ids));
    expect(events.map(({ type }) => type)).toEqual(["identity.passkeyAdded", "identity.passkeyRemoved"]);
  });

  test("does not find another person's, of the same firm or another", async () => {
    const { ids } = await withPasskeys("investor", 1);
    for (const person of [people.north.investor, people.south.investor, people.north.admin]) {
      const attempt = removePasskey(people.as(person), { passkeyId: first(ids) });
      await expect(attempt).rejects.toMatchObject(notFound);
    }
  });

  test("is not found the second time, and of many at once one removes it", async () => {
    const { ctx, ids } = await withPasskeys("investor", 1);
    await people.warm();
    const attempts = Array.from({ length: 20 }, () => removePasskey(ctx, { passkeyId: first(ids) }));
    expect(await winners(attempts, notFound.code)).toBe(1);
    await expect(removePasskey(ctx, { passkeyId: first(ids) })).rejects.toMatchObject(notFound);
  });

  test("needs a fresh proof of who one is", async () => {
    const { ctx, ids } = await withPasskeys("investor", 1);
    const authenticatedAt = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    const stale = { ...ctx, actor: { ...ctx.actor, authenticatedAt } };
    await expect(removePasskey(stale, { passkeyId: first(ids) })).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
  });

  test("is refused for the last one of whoever must sign in with one", async () => {
    for (const role of ["compliance", "admin"] as const) {
      const { ctx, ids } = await withPasskeys(role, 1);
      const attempt = removePasskey(ctx, { passkeyId: first(ids) });
      await expect(attempt).rejects.toMatchObject({ code: "identity.last_factor" });
      expect(await idsOf(ctx)).toEqual(ids);
    }
  });

  test("keeps the last one also when all are removed at the same time", async () => {
    const { ctx, ids } = await withPasskeys("admin", 4);
    await people.warm();
    const attempts = ids.map((passkeyId) => removePasskey(ctx, { passkeyId }));
    expect(await winners(attempts, "identity.last_factor")).toBe(3);
    expect(await idsOf(ctx)).toHaveLength(1);
  });

  test("is not for a sign-in that waits for its second factor", async () => {
    const { ids } = await withPasskeys("admin", 2);
    const pending = people.as(people.north.admin, { type: "pending" });
    await expect(removePasskey(pending, { passkeyId: first(ids) })).rejects.toMatchObject({
      code: "auth.second_factor_required",
    });
  });
});
