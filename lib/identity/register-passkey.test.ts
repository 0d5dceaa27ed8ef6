import { describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { softPasskey } from "#scripts/testing/soft-passkey.ts";
import { listOwnPasskeys } from "./own-profile.ts";
import {
  beginPasskeyRegistration,
  FinishRegistration,
  finishPasskeyRegistration,
} from "./register-passkey.ts";
import { resolveSession } from "./resolve-session.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const rejected = { code: "auth.passkey_rejected" };

const begun = async (ctx: Parameters<typeof beginPasskeyRegistration>[0]) => {
  const visit = people.visit();
  const { challengeId, options } = await beginPasskeyRegistration(ctx, visit);
  return { visit, challengeId, ceremony: { challenge: options.challenge, origin: visit.origin }, options };
};

describe("a person", () => {
  test("adds a passkey, goes on under a new secret, and leaves the event", async () => {
    const { ctx, session } = await signIn.asPersona(await people.add("advisor"));
    const { renewed } = await signIn.register(ctx);
    expect(await listOwnPasskeys(ctx)).toMatchObject([{ name: "Key", lastUsedAt: null }]);
    expect((await people.events(ctx.actor.personId)).map(({ type }) => type)).toContain(
      "identity.passkeyAdded",
    );
    const { origin } = people.visit();
    expect(await resolveSession(people.visitor(), session.token, origin)).toEqual({ kind: "nobody" });
    expect(await resolveSession(people.visitor(), renewed.token, origin)).toMatchObject({ kind: "person" });
  });

  test("needs a fresh proof of who they are, at the beginning and at the end", async () => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    const { visit, challengeId, ceremony } = await begun(ctx);
    people.clock.advance(stepUpLifetimeMs + 1_000);
    try {
      const stale = { code: "auth.step_up_required" };
      await expect(beginPasskeyRegistration(ctx, visit)).rejects.toMatchObject(stale);
      const response = softPasskey().register(ceremony) as never;
      const finish = finishPasskeyRegistration(ctx, visit, { challengeId, response, name: "Key" });
      await expect(finish).rejects.toMatchObject(stale);
    } finally {
      people.clock.reset();
    }
  });

  test("cannot use the challenge that another person was given", async () => {
    const [own, other] = [
      (await signIn.asPersona(await people.add("investor"))).ctx,
      (await signIn.asPersona(await people.add("investor"))).ctx,
    ];
    const { visit, challengeId, ceremony } = await begun(own);
    const response = softPasskey().register(ceremony) as never;
    await expect(
      finishPasskeyRegistration(other, visit, { challengeId, response, name: "Key" }),
    ).rejects.toMatchObject({ code: "auth.challenge_expired" });
    // The theft did not use it up either.
    await expect(
      finishPasskeyRegistration(own, visit, { challengeId, response, name: "Key" }),
    ).resolves.toBeDefined();
  });

  test.each([
    ["for another site", { origin: "https://consent.example.evil" }],
    ["for another relying party", { rpId: "evil.example" }],
    ["without verifying the person", { userVerified: false }],
    ["to another challenge", { challenge: Buffer.alloc(32, 7).toString("base64url") }],
  ])("cannot add a passkey that answers %s", async (_what, part) => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    await expect(signIn.register(ctx, softPasskey(), { ...part })).rejects.toMatchObject(rejected);
    expect(await listOwnPasskeys(ctx)).toEqual([]);
  });

  test("answers a challenge once, and of many answers at once one counts", async () => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    const { visit, challengeId, ceremony } = await begun(ctx);
    await people.warm();
    const attempts = Array.from({ length: 20 }, () => {
      const response = softPasskey().register(ceremony) as never;
      return finishPasskeyRegistration(ctx, visit, { challengeId, response, name: "Key" });
    });
    expect(await winners(attempts, "auth.challenge_expired")).toBe(1);
    expect(await listOwnPasskeys(ctx)).toHaveLength(1);
  });

  test("cannot take over the credential of another person", async () => {
    const [victim, thief] = [
      (await signIn.asPersona(await people.add("investor"))).ctx,
      (await signIn.asPersona(await people.add("investor"))).ctx,
    ];
    const { passkey } = await signIn.register(victim);
    await expect(signIn.register(thief, passkey)).rejects.toMatchObject(rejected);
    const { actor } = await signIn.contextOf((await signIn.byPasskey(passkey)).token);
    expect(actor.personId).toBe(victim.actor.personId);
  });

  test("is asked not to register the same authenticator twice", async () => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    await signIn.register(ctx);
    const { options } = await begun(ctx);
    expect(options.excludeCredentials).toHaveLength(1);
    expect(options.authenticatorSelection).toMatchObject({ userVerification: "required" });
  });

  test("names a passkey in some words", () => {
    const input = { challengeId: "chl_0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e", response: {}, name: "  " };
    const { error } = FinishRegistration.safeParse(input);
    expect(error?.issues.map(({ path }) => path[0])).toContain("name");
  });
});

describe("a sign-in that waits for its second factor", () => {
  test("is completed by the person's first passkey, with both events", async () => {
    const admin = await people.add("admin");
    const { ctx, session } = await signIn.byOidc(admin);
    expect(session.level).toBe("awaitingPasskey");
    expect(ctx.actor.type).toBe("pending");
    const { renewed } = await signIn.register(ctx);
    expect((await signIn.contextOf(renewed.token)).actor.type).toBe("admin");
    const types = (await people.events(admin.personId)).map(({ type }) => type);
    expect(types).toEqual(["identity.signedIn", "identity.passkeyAdded", "identity.secondFactorGiven"]);
  });

  test("enrols no passkey beside the owner's", async () => {
    const admin = await people.add("admin");
    await signIn.register((await signIn.byOidc(admin)).ctx);
    const thief = (await signIn.byOidc(admin)).ctx;
    await expect(signIn.register(thief)).rejects.toMatchObject({ code: "auth.second_factor_required" });
  });

  test("enrols one passkey and no more when several are tried at the same time", async () => {
    const admin = await people.add("admin");
    const { ctx } = await signIn.byOidc(admin);
    const ceremonies = await Promise.all(Array.from({ length: 8 }, () => begun(ctx)));
    await people.warm();
    const attempts = ceremonies.map(({ visit, challengeId, ceremony }) => {
      const response = softPasskey().register(ceremony) as never;
      return finishPasskeyRegistration(ctx, visit, { challengeId, response, name: "Key" });
    });
    expect(await winners(attempts, "auth.second_factor_required")).toBe(1);
    const [row] = await people.superuser`select count(*)::int as passkeys from passkeys
      where person_id = ${admin.personId}`;
    expect(row?.passkeys).toBe(1);
  });
});

test("visitors and jobs have no passkeys to add", async () => {
  await expect(beginPasskeyRegistration(people.visitor(), people.visit())).rejects.toMatchObject({
    code: "auth.unauthenticated",
  });
  const job = people.job(people.north.tenantId);
  await expect(beginPasskeyRegistration(job, people.visit())).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
