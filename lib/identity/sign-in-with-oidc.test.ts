import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testIssuer, testPeople } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { disablePerson } from "./manage-people.ts";
import { listPersonas, signInAsPersona } from "./sign-in-as-persona.ts";
import { OidcSubject, signInWithOidc } from "./sign-in-with-oidc.ts";
import { hashToken } from "./token.ts";

const database = testDatabase();
const people = testPeople(database);
const signIn = testSignIn(people);
const rejected = { code: "auth.provider_rejected" };
const authenticatedAt = Math.floor(Date.now() / 1000);

describe("an account at the identity provider", () => {
  test.each([
    ["advisor", "full", "advisor"],
    ["compliance", "awaitingPasskey", "pending"],
    ["admin", "awaitingPasskey", "pending"],
  ] as const)("signs in %s: %s", async (role, level, type) => {
    const person = await people.add(role);
    const { ctx, session } = await signIn.byOidc(person);
    expect(session).toMatchObject({ level, role });
    expect(ctx.actor).toMatchObject({ type, personId: person.personId });
    expect((await people.events(person.personId)).at(-1)).toMatchObject({
      type: "identity.signedIn",
      facts: { method: "oidc", level },
    });
  });

  test.each([
    ["of another issuer", { issuer: "https://evil.example" }],
    ["whose issuer has a slash more", { issuer: `${testIssuer}/` }],
    ["nobody knows", { subject: "sub-nobody" }],
    ["that is a mail address of ours", { subject: people.north.advisor.email }],
    ["in another case", { subject: people.north.advisor.subject.toUpperCase() }],
  ])("%s is rejected, and the refusal leaves its event", async (_what, part) => {
    const visitor = people.visitor();
    const given = { issuer: testIssuer, subject: people.north.advisor.subject, authenticatedAt, ...part };
    await expect(signInWithOidc(visitor, people.visit(), given)).rejects.toMatchObject(rejected);
    expect(await people.events(visitor.requestId)).toMatchObject([
      { type: "identity.signInRefused", actorType: "visitor", actorId: null, facts: { method: "oidc" } },
    ]);
  });

  test("of an investor is rejected even if somebody linked one", async () => {
    const { tenantId, personId } = await people.add("investor");
    await people.superuser`insert into oidc_identities (tenant_id, person_id, issuer, subject)
      values (${tenantId}, ${personId}, ${testIssuer}, ${personId})`;
    const attempt = signInWithOidc(people.visitor(), people.visit(), {
      issuer: testIssuer,
      subject: personId,
      authenticatedAt,
    });
    await expect(attempt).rejects.toMatchObject(rejected);
  });

  test("of a disabled person is rejected", async () => {
    const person = await people.add("advisor");
    await disablePerson(people.as(people.north.admin), { personId: person.personId });
    await expect(signIn.byOidc(person)).rejects.toMatchObject(rejected);
  });

  test("opens nothing at a hostname without its person's face", async () => {
    const given = { issuer: testIssuer, subject: people.north.admin.subject, authenticatedAt };
    const portal = people.visit({ faces: ["portal", "advisor"] });
    await expect(signInWithOidc(people.visitor(), portal, given)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });

  test("is for visitors", async () => {
    const given = { issuer: testIssuer, subject: people.north.advisor.subject, authenticatedAt };
    const attempt = signInWithOidc(people.as(people.north.admin) as never, people.visit(), given);
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("what the provider says of when the person signed in there", () => {
  const at = async (said: unknown) => {
    const given = OidcSubject.parse({
      issuer: testIssuer,
      subject: people.north.advisor.subject,
      authenticatedAt: said,
    });
    const session = await signInWithOidc(people.visitor(), people.visit(), given);
    const [row] = await people.superuser<{ age: number }[]>`
      select extract(epoch from now() - authenticated_at)::integer as age from sessions
      where token_hash = ${hashToken(session.token)}`;
    return row?.age ?? Number.NaN;
  };

  test("is when they last proved who they are: a provider that remembers them is no step-up", async () => {
    expect(await at(authenticatedAt - 3600)).toBeGreaterThanOrEqual(3600);
  });

  test("is never later than now", async () => {
    expect(await at(authenticatedAt + 3600)).toBeGreaterThanOrEqual(0);
  });

  test.each([undefined, null, "now", -5, 1.5])("counts as long ago when it is %s", async (said) => {
    expect(await at(said)).toBeGreaterThan(1_000_000_000);
  });
});

describe("a persona", () => {
  test("signs in with one click where the demo's seed named it, fully, with its event", async () => {
    const { ctx, session } = await signIn.asPersona(people.south.admin);
    expect(session).toMatchObject({ level: "full", role: "admin" });
    expect((await people.events(ctx.actor.sessionId)).at(-1)).toMatchObject({ facts: { method: "persona" } });
    const offered = await listPersonas(people.visitor());
    expect(offered).toContainEqual({
      personId: people.south.admin.personId,
      name: "Nøra admin",
      role: "admin",
      firm: "South Patrimoine",
    });
  });

  test("that nobody named is nobody, and the refusal leaves its event", async () => {
    const { personId } = await people.add("investor");
    await people.superuser`delete from personas where person_id = ${personId}`;
    const visitor = people.visitor();
    await expect(signInAsPersona(visitor, people.visit(), { personId })).rejects.toMatchObject({
      code: "identity.person_not_found",
    });
    expect(await people.events(visitor.requestId)).toMatchObject([
      { type: "identity.signInRefused", facts: { method: "persona" } },
    ]);
  });
});
