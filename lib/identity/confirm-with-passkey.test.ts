import { describe, expect, test } from "vitest";
import { requireFreshAuthentication, stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { type SignedIn, testSignIn } from "#scripts/testing/sign-in.ts";
import type { SoftPasskey } from "#scripts/testing/soft-passkey.ts";
import { beginConfirmation, type ConfirmReason, finishConfirmation } from "./confirm-with-passkey.ts";
import { disablePerson, listPeople } from "./manage-people.ts";
import { changeLocale, readPending, readViewer } from "./own-profile.ts";
import { endOtherSessions, listOwnSessions, signOut } from "./own-sessions.ts";
import { readPermissionMatrix } from "./read-permission-matrix.ts";
import { readRecentActs } from "./read-recent-acts.ts";
import { beginPasskeyRegistration } from "./register-passkey.ts";
import { resolveSession } from "./resolve-session.ts";
import { beginPasskeySignIn } from "./sign-in-with-passkey.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const rejected = { code: "auth.passkey_rejected" };
const expired = { code: "auth.challenge_expired" };

/** An administrator who has a passkey, signed in anew by the identity provider alone. */
async function pendingAdmin() {
  const admin = await people.add("admin");
  const { passkey } = await signIn.register((await signIn.byOidc(admin)).ctx);
  return { admin, passkey, ...(await signIn.byOidc(admin)) };
}

async function begin({ ctx }: Pick<SignedIn, "ctx">, reason: ConfirmReason) {
  const visit = people.visit();
  const { challengeId, options } = await beginConfirmation(ctx, visit, reason);
  return {
    ctx,
    visit,
    reason,
    challengeId,
    ceremony: { challenge: options.challenge, origin: visit.origin },
  };
}

const finish = (
  { ctx, visit, reason, challengeId, ceremony }: Awaited<ReturnType<typeof begin>>,
  passkey: SoftPasskey,
  more: Partial<Parameters<SoftPasskey["sign"]>[0]> = {},
) => {
  const response = passkey.sign({ ...ceremony, ...more }) as never;
  return finishConfirmation(ctx, visit, reason, { challengeId, response, next: null });
};

describe("the second factor", () => {
  test("completes the sign-in under a new secret, with its event", async () => {
    const { admin, passkey, ctx, session } = await pendingAdmin();
    const renewed = await finish(await begin({ ctx }, "secondFactor"), passkey);
    expect((await signIn.contextOf(renewed.token)).actor).toMatchObject({
      type: "admin",
      sessionId: ctx.actor.sessionId,
    });
    expect(await resolveSession(people.visitor(), session.token, testOrigin)).toEqual({ kind: "nobody" });
    expect((await people.events(ctx.actor.sessionId)).map(({ type }) => type)).toEqual([
      "identity.signedIn",
      "identity.secondFactorGiven",
    ]);
    expect((await people.events(admin.personId)).length).toBeGreaterThan(2);
  });

  test("is the person's own: another's passkey is rejected", async () => {
    const [own, other] = [await pendingAdmin(), await pendingAdmin()];
    await expect(finish(await begin(own, "secondFactor"), other.passkey)).rejects.toMatchObject(rejected);
  });

  test.each([
    ["another site", { origin: "https://consent.example.evil" }],
    ["another relying party", { rpId: "evil.example" }],
    ["somebody who was not verified", { userVerified: false }],
  ])("answered for %s is rejected", async (_what, part) => {
    const own = await pendingAdmin();
    const begun = await begin(own, "secondFactor");
    await expect(finish(begun, own.passkey, part)).rejects.toMatchObject(rejected);
    await expect(finish(begun, own.passkey)).rejects.toMatchObject(expired);
  });

  test("cannot be given to a challenge of somebody else, or of another purpose", async () => {
    const [own, other] = [await pendingAdmin(), await pendingAdmin()];
    const theirs = await begin(other, "secondFactor");
    await expect(finish({ ...theirs, ctx: own.ctx }, own.passkey)).rejects.toMatchObject(expired);
    const visit = people.visit();
    const { challengeId, options } = await beginPasskeySignIn(people.visitor(), visit);
    const ceremony = { challenge: options.challenge, origin: visit.origin };
    await expect(
      finish({ ...theirs, ctx: own.ctx, challengeId, ceremony }, own.passkey),
    ).rejects.toMatchObject(expired);
  });

  test("cannot be given to one's own challenge of another purpose", async () => {
    const person = await people.add("investor");
    const { passkey, renewed } = await signIn.register((await signIn.asPersona(person)).ctx);
    const ctx = await signIn.contextOf(renewed.token);
    const begun = await begin({ ctx }, "stepUp");
    const { challengeId, options } = await beginPasskeyRegistration(ctx, begun.visit);
    const ceremony = { challenge: options.challenge, origin: begun.visit.origin };
    await expect(finish({ ...begun, challengeId, ceremony }, passkey)).rejects.toMatchObject(expired);
    await expect(finish(begun, passkey)).resolves.toBeDefined();
  });

  test("counts once, of many equal answers at the same time", async () => {
    const own = await pendingAdmin();
    const begun = await begin(own, "secondFactor");
    const response = own.passkey.sign(begun.ceremony) as never;
    const { visit, challengeId, ctx } = begun;
    await people.warm();
    const attempts = Array.from({ length: 18 }, () =>
      finishConfirmation(ctx, visit, "secondFactor", { challengeId, response, next: null }),
    );
    expect(await winners(attempts, expired.code)).toBe(1);
  });

  test("does not revive a session that has ended", async () => {
    const own = await pendingAdmin();
    const begun = await begin(own, "secondFactor");
    await signOut(own.ctx);
    await expect(finish(begun, own.passkey)).rejects.toMatchObject({ code: "auth.session_expired" });
  });

  test("is asked of pending sign-ins alone", async () => {
    const { ctx } = await signIn.asPersona(await people.add("advisor"));
    await expect(begin({ ctx }, "secondFactor")).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a sign-in that waits for its second factor", () => {
  test("may say who it is, give the factor and sign out, and nothing else", async () => {
    const { ctx } = await pendingAdmin();
    const { personId } = await people.add("investor");
    const refused = { code: "auth.second_factor_required" };
    const attempts = [
      () => readViewer(ctx),
      () => changeLocale(ctx, { locale: "fr" }),
      () => listOwnSessions(ctx),
      () => listPeople(ctx),
      () => disablePerson(ctx, { personId }),
      () => readRecentActs(ctx),
      async () => readPermissionMatrix(ctx),
      () => begin({ ctx }, "stepUp"),
      () => endOtherSessions(ctx),
    ];
    for (const attempt of attempts) await expect(attempt(), String(attempt)).rejects.toMatchObject(refused);
    expect(await readPending(ctx)).toMatchObject({ role: "admin", hasPasskey: true });
    await expect(signOut(ctx)).resolves.toBeUndefined();
  });
});

describe("step-up", () => {
  test("makes the authentication fresh for five minutes, under a new secret, with its event", async () => {
    const person = await people.add("investor");
    const { passkey, renewed } = await signIn.register((await signIn.asPersona(person)).ctx);
    people.clock.advance(stepUpLifetimeMs + 1_000);
    try {
      const ctx = await signIn.contextOf(renewed.token);
      expect(() => requireFreshAuthentication(ctx)).toThrow("auth.step_up_required");
      const { token } = await finish(await begin({ ctx }, "stepUp"), passkey);
      const fresh = await signIn.contextOf(token);
      expect(() => requireFreshAuthentication(fresh)).not.toThrow();
      expect(await resolveSession(people.visitor(), renewed.token, testOrigin)).toEqual({ kind: "nobody" });
      expect((await people.events(person.personId)).at(-1)?.type).toBe("identity.steppedUp");
      people.clock.advance(stepUpLifetimeMs + 1_000);
      expect(() => requireFreshAuthentication(fresh)).toThrow("auth.step_up_required");
    } finally {
      people.clock.reset();
    }
  });

  test("is limited in its answers too, whatever they are", async () => {
    const person = await people.add("investor");
    const { passkey, renewed } = await signIn.register((await signIn.asPersona(person)).ctx);
    const ctx = await signIn.contextOf(renewed.token);
    const begun = await begin({ ctx }, "stepUp");
    await people.warm();
    const codes: string[] = [];
    for (let time = 0; time < 21; time++) {
      const wrong = finish({ ...begun, challengeId: newId("chl") }, passkey);
      codes.push(
        await wrong.then(
          () => "taken",
          ({ code }: { code: string }) => code,
        ),
      );
    }
    expect(codes).toEqual([...Array(19).fill(expired.code), ...Array(2).fill("auth.too_many_attempts")]);
    await expect(finish(begun, passkey)).rejects.toMatchObject({ code: "auth.too_many_attempts" });
  });

  test("is limited, so that nobody tries answers all day", async () => {
    const { ctx } = await signIn.asPersona(await people.add("investor"));
    await people.warm();
    const attempts = Array.from({ length: 25 }, () => begin({ ctx }, "stepUp"));
    expect(await winners(attempts, "auth.too_many_attempts")).toBe(20);
  });
});
