import { describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { declineConsent } from "#lib/consent/decline-consent.ts";
import { disablePerson } from "#lib/identity/manage-people.ts";
import { hashToken, newToken } from "#lib/identity/token.ts";
import type { ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testInvitations } from "#scripts/testing/invitations.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { readInvitation } from "./read-invitation.ts";
import { readInvitationOf } from "./read-invitation-of.ts";
import { resendInvitation } from "./resend-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

const people = testPeople(testDatabase());
const invitations = testInvitations(people);
const signIn = testSignIn(people);

const read = (token: ReturnType<typeof newToken>, signedIn: Context<PersonActor> | null = null) =>
  readInvitation(people.visitor(), people.visit(), token, signedIn);
const sessionsOf = async (personId: string) =>
  (await people.superuser`select method from sessions where person_id = ${personId}`).map(
    ({ method }) => method,
  );

/** Invited, and added by it. */
async function newcomer(advisor?: TestPerson) {
  const by = advisor ?? (await people.add("advisor"));
  const invited = await invitations.mailed(by);
  const row = await invitations.rowOf(invited.invitationId);
  const person = (await invitations.personAt(invited.email)) ?? {};
  return { ...invited, by, consentId: row.consent_id as ConsentId, personId: person.person_id as PersonId };
}

async function accepted(token: ReturnType<typeof newToken>) {
  const outcome = await invitations.accept(token);
  if (outcome.kind !== "began") throw new Error(`expected a session, got ${outcome.kind}`);
  return outcome;
}

describe("opening an invitation", () => {
  test("says who invites whom until when, and changes nothing", async () => {
    const { token, email, invitationId, personId } = await newcomer();
    const before = await invitations.rowOf(invitationId);
    for (let at = 0; at < 3; at++) {
      expect(await read(token)).toMatchObject({
        ...{ state: "open", advisor: "Nøra advisor", firm: { name: "North Wealth" } },
        open: { email, begins: true, isSignedIn: false, other: null },
      });
    }
    expect(await invitations.rowOf(invitationId)).toEqual(before);
    expect(await sessionsOf(personId)).toEqual([]);
  });

  test("of an unknown link counts against the network like a wrong sign-in link", async () => {
    await people.warm();
    const visit = people.visit();
    const open = () => readInvitation(people.visitor(), visit, newToken(), null);
    for (let at = 0; at < 60; at++)
      await expect(open()).rejects.toMatchObject({ code: "invitation.link_unknown" });
    await expect(open()).rejects.toMatchObject({ code: "auth.too_many_attempts" });
    // One that works is never refused for what others did.
    const { token } = await newcomer();
    expect((await readInvitation(people.visitor(), visit, token, null)).state).toBe("open");
  });
});

describe("accepting signs in whoever never was here", () => {
  test("as themselves, once, and leads to the request", async () => {
    const { token, consentId, invitationId, personId } = await newcomer();
    const { session, next } = await accepted(token);
    expect(next).toBe(`/consents/${consentId}/answer`);
    const ctx = await signIn.contextOf(session.token);
    expect(ctx.actor).toMatchObject({ type: "investor", personId });
    expect(await sessionsOf(personId)).toEqual(["invitation"]);
    expect((await people.events(invitationId)).map(({ type }) => type)).toContain("invitation.accepted");
    const { signed_in_at } =
      (await people.superuser`select * from people where person_id = ${personId}`)[0] ?? {};
    expect(signed_in_at).not.toBeNull();
  });

  test("and the same link does nothing a second time", async () => {
    const { token, personId } = await newcomer();
    await accepted(token);
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_used" });
    expect(await read(token)).toMatchObject({ state: "used", open: null });
    expect(await sessionsOf(personId)).toHaveLength(1);
  });

  test("and of many presses at once one has a session", async () => {
    await people.warm();
    const { token, personId } = await newcomer();
    const presses = Array.from({ length: 6 }, () => invitations.accept(token));
    expect(await winners(presses, "invitation.link_used")).toBe(1);
    expect(await sessionsOf(personId)).toHaveLength(1);
  });

  test("and of two advisors' invitations one: the other then asks for an ordinary sign-in", async () => {
    await people.warm();
    const first = await newcomer();
    const second = await invitations.mailed(await people.add("advisor"), { email: first.email });
    const both = await Promise.allSettled([
      invitations.accept(first.token),
      invitations.accept(second.token),
    ]);
    const kinds = both.map((one) => (one.status === "fulfilled" ? one.value.kind : one.reason.code)).sort();
    expect(["began", kinds[1]]).toEqual(kinds);
    expect(["invitation.link_used", "signIn"]).toContain(kinds[1]);
    expect(await sessionsOf(first.personId)).toHaveLength(1);
  });

  test("and leaves its event where it was refused", async () => {
    const { token, invitationId } = await newcomer();
    await accepted(token);
    // Between the look and the press it was used: the database decides.
    await people.superuser`update people set signed_in_at = null where person_id = (
      select investor_id from invitations where invitation_id = ${invitationId})`;
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_used" });
  });
});

describe("an invitation opens no account that holds anything", () => {
  test("of an investor whom the firm had before: they sign in as they always do", async () => {
    const investor = await people.add("investor");
    const { token, invitationId } = await invitations.mailed(await people.add("advisor"), {
      email: investor.email,
    });
    expect((await read(token)).open).toMatchObject({ begins: false });
    const { consent_id } = await invitations.rowOf(invitationId);
    expect(await invitations.accept(token)).toEqual({
      ...{ kind: "signIn", next: `/consents/${consent_id}/answer`, leaves: false },
    });
    expect(await sessionsOf(investor.personId)).toEqual([]);
    // It is not used up by that: whoever is kept from signing in now can come back to it.
    expect((await read(token)).state).toBe("open");
  });

  test("of somebody who was added by one and has been here since, however their sessions were purged", async () => {
    const { token, email, personId } = await newcomer();
    await accepted(token);
    await people.superuser`delete from sessions where person_id = ${personId}`;
    const later = await invitations.mailed(await people.add("advisor"), { email });
    expect(await invitations.accept(later.token)).toMatchObject({ kind: "signIn" });
    expect(await sessionsOf(personId)).toEqual([]);
  });

  test("in a session that is theirs it is accepted in that one", async () => {
    const { token, invitationId, personId, by } = await newcomer();
    const ctx = people.as({ ...by, personId, role: "investor" });
    const outcome = await acceptInvitation(people.visitor(), people.visit(), { token }, ctx);
    expect(outcome.kind).toBe("signedIn");
    expect((await invitations.rowOf(invitationId)).accepted_at).not.toBeNull();
    expect(await sessionsOf(personId)).toEqual([]);
  });
});

describe("a browser in which somebody else is signed in", () => {
  test("says who and for whom, and nothing changes unless leaving exactly that person was chosen", async () => {
    const { token, email, personId } = await newcomer();
    const reader = await people.add("investor");
    const { ctx } = await signIn.asPersona(reader);
    expect((await read(token, ctx)).open).toMatchObject({
      ...{ email, isSignedIn: false },
      other: { personId: reader.personId, email: reader.email, firmName: "North Wealth" },
    });
    const press = (leaving?: PersonId) =>
      acceptInvitation(people.visitor(), people.visit(), { token, ...(leaving ? { leaving } : {}) }, ctx);
    const other = { code: "auth.signed_in_as_other" };
    await expect(press()).rejects.toMatchObject(other);
    await expect(press(personId)).rejects.toMatchObject(other);
    expect(await sessionsOf(personId)).toEqual([]);
    expect(await press(reader.personId)).toMatchObject({ kind: "began" });
  });
});

describe("a link that no longer works says why", () => {
  test("a newer mail was asked for: from that moment, before it has left", async () => {
    const { token, invitationId, by, email } = await newcomer();
    await people.superuser`update invitations set asked_at = asked_at - interval '1 hour',
      expires_at = expires_at - interval '1 hour' where invitation_id = ${invitationId}`;
    await resendInvitation(people.as(by), { invitationId });
    expect((await read(token)).state).toBe("replaced");
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_replaced" });
    await invitations.runQueued("invitations.send_mail");
    const newest = invitations.tokenTo(email);
    expect((await read(newest)).state).toBe("open");
    expect((await read(token)).state).toBe("replaced");
  });

  test("it was taken back, and the page no longer says for whom it was", async () => {
    const { token, invitationId, by, email } = await newcomer();
    await revokeInvitation(people.as(by), { invitationId });
    const view = await read(token);
    expect(view).toMatchObject({ state: "revoked", open: null, firm: { name: "North Wealth" } });
    expect(JSON.stringify(view)).not.toContain(email);
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_revoked" });
  });

  test("its two weeks are over", async () => {
    const { token, invitationId } = await newcomer();
    await people.superuser`update invitations set expires_at = now() where invitation_id = ${invitationId}`;
    expect((await read(token)).state).toBe("expired");
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_expired" });
  });

  test("the request was answered in the portal meanwhile", async () => {
    const { token, consentId, personId, by } = await newcomer();
    await declineConsent(people.as({ ...by, personId, role: "investor" }), { consentId, reason: "notSaid" });
    expect((await read(token)).state).toBe("used");
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_used" });
  });

  test("compliance ended the request", async () => {
    const { token, consentId } = await newcomer();
    await terminateConsent(people.as(people.north.compliance), { consentId, reason: "contractEnded" });
    expect((await read(token)).state).toBe("revoked");
  });

  test("and names no advisor who has left", async () => {
    const { token, by } = await newcomer();
    await disablePerson(people.as(people.north.admin), { personId: by.personId });
    expect(await read(token)).toMatchObject({ state: "open", advisor: null });
  });

  test("the person was blocked", async () => {
    const { token, personId } = await newcomer();
    await disablePerson(people.as(people.north.admin), { personId });
    expect((await read(token)).state).toBe("revoked");
    await expect(invitations.accept(token)).rejects.toMatchObject({ code: "invitation.link_revoked" });
  });

  test("taking it back while it is being accepted leaves one of the two", async () => {
    await people.warm();
    for (let at = 0; at < 5; at++) {
      const { token, invitationId, by, personId, consentId } = await newcomer();
      const [taken, begun] = await Promise.allSettled([
        revokeInvitation(people.as(by), { invitationId }),
        invitations.accept(token),
      ]);
      expect(taken.status).toBe("fulfilled");
      expect(await sessionsOf(personId)).toHaveLength(begun.status === "fulfilled" ? 1 : 0);
      if (begun.status === "rejected") expect(begun.reason.code).toMatch(/^invitation\.link_(used|revoked)$/);
      const [{ state } = {}] =
        await people.superuser`select state from consents where consent_id = ${consentId}`;
      expect(state).toBe("terminated");
    }
  });
});

describe("the database by itself", () => {
  const asInvestor = (tenantId: TenantId, personId: PersonId) =>
    people.as({ ...people.north.investor, tenantId, personId });

  test("begins no session by an invitation that was not used up in that very transaction", async () => {
    const { token, personId, by } = await newcomer();
    const begin = async (work: (sql: typeof people.superuser) => Promise<unknown>) =>
      people.superuser.begin(async (sql) => {
        await sql`select set_config('app.tenant_id', ${by.tenantId}, true), set_config('app.person_id', ${personId}, true),
          set_config('role', 'licet_investor', true)`;
        await work(sql as unknown as typeof people.superuser);
        await sql`select gate.begin_session(${`ses_${crypto.randomUUID()}`}, ${Buffer.alloc(32, at++)}, 'invitation',
          'https://consent.example', null, now(), now(), 30, now() + interval '1 hour')`;
      });
    let at = 1;
    await expect(begin(async () => {})).rejects.toThrow("no invitation begins this session");
    await accepted(token);
    await expect(begin(async () => {})).rejects.toThrow("no invitation begins this session");
  });

  test.each<[string, (which: { invitationId: string; consentId: string }) => Promise<unknown>]>([
    [
      "was used",
      ({ invitationId }) =>
        people.superuser`update invitations set accepted_at = now() where invitation_id = ${invitationId}`,
    ],
    [
      "was taken back",
      ({ invitationId }) =>
        people.superuser`update invitations set revoked_at = now() where invitation_id = ${invitationId}`,
    ],
    [
      "has expired",
      ({ invitationId }) =>
        people.superuser`update invitations set expires_at = now() where invitation_id = ${invitationId}`,
    ],
    [
      "was overtaken by another mail",
      ({ invitationId }) =>
        people.superuser`update invitations set token_hash = null where invitation_id = ${invitationId}`,
    ],
    [
      "asks for what was answered",
      ({ consentId }) =>
        people.superuser.begin(async (sql) => {
          await sql`set local session_replication_role = replica`;
          await sql`update consents set state = 'declined', ended_at = now() where consent_id = ${consentId}`;
        }),
    ],
  ])("uses no invitation that %s, whatever the page saw before", async (_what, happens) => {
    const { token, personId, by, ...which } = await newcomer();
    const accept = (as: PersonId) =>
      people.superuser.begin(async (sql) => {
        await sql`select set_config('app.tenant_id', ${by.tenantId}, true),
          set_config('app.person_id', ${as}, true), set_config('role', 'licet_investor', true)`;
        const [row] = await sql`select gate.accept_invitation(${hashToken(token)}, now(), false) as id`;
        return row?.id;
      });
    await happens(which);
    expect(await accept(personId)).toBeNull();
    // Nor does anybody else by the same secret.
    expect(await accept(people.north.investor.personId)).toBeNull();
  });

  test("tells the investor their own, without the hash of its link, and nobody else", async () => {
    const { token, consentId, personId, by } = await newcomer();
    await accepted(token);
    const ctx = asInvestor(by.tenantId, personId);
    expect(await readInvitationOf(ctx, consentId)).toEqual({ institutionId: null, advisor: "Nøra advisor" });
    expect(await readInvitationOf(people.as(people.north.investor), consentId)).toBeNull();
    expect(await readInvitationOf(people.as(people.south.investor), consentId)).toBeNull();
    await expect(
      people.superuser.begin(async (sql) => {
        await sql`set local role licet_investor`;
        await sql`select token_hash from invitations`;
      }),
    ).rejects.toThrow("permission denied");
  });
});
