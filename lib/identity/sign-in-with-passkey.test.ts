import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { softPasskey } from "#scripts/testing/soft-passkey.ts";
import { disablePerson } from "./manage-people.ts";
import { beginPasskeySignIn, finishPasskeySignIn } from "./sign-in-with-passkey.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const rejected = { code: "auth.passkey_rejected" };

/** A passkey of an investor of their own, registered through the real ceremony. */
async function enrolled() {
  const person = await people.add("investor");
  const { passkey } = await signIn.register((await signIn.asPersona(person)).ctx);
  return { person, passkey };
}

describe("a passkey", () => {
  test("signs its person in fully and leaves its event", async () => {
    const { person, passkey } = await enrolled();
    const session = await signIn.byPasskey(passkey);
    expect(session).toMatchObject({ level: "full", role: "investor" });
    const { actor } = await signIn.contextOf(session.token);
    expect(actor).toMatchObject({ type: "investor", personId: person.personId });
    const events = await people.events(actor.sessionId);
    expect(events.map(({ type, facts }) => [type, facts.method])).toEqual([["identity.signedIn", "passkey"]]);
  });

  test("is both factors: an administrator is signed in fully by it", async () => {
    const admin = await people.add("admin");
    const { passkey } = await signIn.register((await signIn.byOidc(admin)).ctx);
    expect(await signIn.byPasskey(passkey)).toMatchObject({ level: "full", role: "admin" });
  });

  test.each([
    ["another site", { origin: "https://consent.example.evil" }],
    ["another relying party", { rpId: "example" }],
    ["plain HTTP", { origin: "http://consent.example" }],
    ["another port", { origin: "https://consent.example:8443", rpId: "consent.example" }],
    ["somebody who was not verified", { userVerified: false }],
    ["another challenge", { challenge: Buffer.alloc(32, 7).toString("base64url") }],
  ])("answering for %s is rejected, and the refusal leaves its event", async (_what, part) => {
    const { passkey } = await enrolled();
    const [visitor, visit] = [people.visitor(), people.visit()];
    const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
    const ceremony = { challenge: options.challenge, origin: visit.origin, rpId: "consent.example", ...part };
    const response = passkey.sign(ceremony) as never;
    await expect(
      finishPasskeySignIn(visitor, visit, { challengeId, response, next: null }),
    ).rejects.toMatchObject(rejected);
    expect(await people.events(visitor.requestId)).toMatchObject([
      { type: "identity.signInRefused", facts: { method: "passkey", code: "auth.passkey_rejected" } },
    ]);
  });

  test("of nobody here is rejected like a wrong one", async () => {
    await expect(signIn.byPasskey(softPasskey())).rejects.toMatchObject(rejected);
  });

  test("whose signature is another's is rejected", async () => {
    const [{ passkey: own }, { passkey: other }] = [await enrolled(), await enrolled()];
    const [visitor, visit] = [people.visitor(), people.visit()];
    const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
    const ceremony = { challenge: options.challenge, origin: visit.origin };
    const { id, rawId } = own.sign(ceremony);
    const response = { ...other.sign(ceremony), id, rawId } as never;
    await expect(
      finishPasskeySignIn(visitor, visit, { challengeId, response, next: null }),
    ).rejects.toMatchObject(rejected);
  });

  test("whose counter goes back or stands still is a copy and is rejected", async () => {
    const { passkey } = await enrolled();
    await signIn.byPasskey(passkey, { signCount: 10 });
    await expect(signIn.byPasskey(passkey, { signCount: 9 })).rejects.toMatchObject(rejected);
    await expect(signIn.byPasskey(passkey, { signCount: 10 })).rejects.toMatchObject(rejected);
    await expect(signIn.byPasskey(passkey, { signCount: 0 })).rejects.toMatchObject(rejected);
    await expect(signIn.byPasskey(passkey, { signCount: 11 })).resolves.toBeDefined();
  });

  test("that keeps no counter may answer again and again", async () => {
    const person = await people.add("investor");
    const { ctx } = await signIn.asPersona(person);
    const { passkey } = await signIn.register(ctx, softPasskey(), { signCount: 0 });
    for (let time = 0; time < 3; time += 1) {
      await expect(signIn.byPasskey(passkey, { signCount: 0 })).resolves.toBeDefined();
    }
  });

  test("of a disabled person is rejected", async () => {
    const { person, passkey } = await enrolled();
    await disablePerson(people.as(people.north.admin), { personId: person.personId });
    await expect(signIn.byPasskey(passkey)).rejects.toMatchObject(rejected);
  });

  test("opens nothing at a hostname without its person's face", async () => {
    const { passkey } = await enrolled();
    const [visitor, visit] = [people.visitor(), people.visit({ faces: ["console"] })];
    const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
    const response = passkey.sign({ challenge: options.challenge, origin: testOrigin }) as never;
    await expect(
      finishPasskeySignIn(visitor, visit, { challengeId, response, next: null }),
    ).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a challenge", () => {
  test("is answered once, and of many equal answers at once one counts", async () => {
    const { passkey } = await enrolled();
    const visit = people.visit();
    const { challengeId, options } = await beginPasskeySignIn(people.visitor(), visit);
    const response = passkey.sign({ challenge: options.challenge, origin: visit.origin }) as never;
    await people.warm();
    const attempts = Array.from({ length: 20 }, () =>
      finishPasskeySignIn(people.visitor(), visit, { challengeId, response, next: null }),
    );
    expect(await winners(attempts, "auth.challenge_expired")).toBe(1);
  });

  test("is used up by a wrong answer too", async () => {
    const { passkey } = await enrolled();
    const [visitor, visit] = [people.visitor(), people.visit()];
    const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
    const finish = (userVerified: boolean) => {
      const response = passkey.sign({ challenge: options.challenge, origin: visit.origin, userVerified });
      return finishPasskeySignIn(visitor, visit, { challengeId, response: response as never, next: null });
    };
    await expect(finish(false)).rejects.toMatchObject(rejected);
    await expect(finish(true)).rejects.toMatchObject({ code: "auth.challenge_expired" });
  });

  test("is dead after its five minutes", async () => {
    const { passkey } = await enrolled();
    const [visitor, visit] = [people.visitor(), people.visit()];
    const { challengeId, options } = await beginPasskeySignIn(visitor, visit);
    const [row] = await people.superuser`select extract(epoch from expires_at - now())::int as seconds
      from webauthn_challenges where challenge_id = ${challengeId}`;
    expect(row?.seconds).toBeGreaterThan(280);
    expect(row?.seconds).toBeLessThanOrEqual(300);
    await people.superuser`update webauthn_challenges set expires_at = now() where challenge_id = ${challengeId}`;
    const response = passkey.sign({ challenge: options.challenge, origin: visit.origin }) as never;
    await expect(
      finishPasskeySignIn(visitor, visit, { challengeId, response, next: null }),
    ).rejects.toMatchObject({ code: "auth.challenge_expired" });
  });

  test("is given to visitors alone", async () => {
    await expect(beginPasskeySignIn(people.as(people.north.admin), people.visit())).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});
