import { describe, expect, test } from "vitest";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { type ConsentId, type InvitationId, newId, type PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testInvitations } from "#scripts/testing/invitations.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { findForgettableHandler } from "./forget.job.ts";
import { forgetInvitedPeople, sendInvitationMail } from "./jobs.ts";
import { listInvitations } from "./list-invitations.ts";
import { resendInvitation } from "./resend-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

const people = testPeople(testDatabase());
const invitations = testInvitations(people);
const typesOf = async (about: string) => (await people.events(about)).map(({ type }) => type);

/** As if it had been asked for an hour ago. */
const age = (invitationId: InvitationId) =>
  people.superuser`update invitations set asked_at = asked_at - interval '1 hour',
    expires_at = expires_at - interval '1 hour' where invitation_id = ${invitationId}`;

async function mailed(by?: TestPerson) {
  const advisor = by ?? (await people.add("advisor"));
  const invited = await invitations.mailed(advisor);
  const { consent_id, investor_id } = await invitations.rowOf(invited.invitationId);
  const investor = { ...people.north.investor, personId: investor_id as PersonId, email: invited.email };
  return { ...invited, advisor, consentId: consent_id as ConsentId, investor };
}

async function give({ investor, consentId }: Awaited<ReturnType<typeof mailed>>): Promise<void> {
  const ctx = people.as(investor);
  const input = { consentId, shownFor: "give", locale: "en", choice: {} } as const;
  const { presentationId, sha256 } = await presentConsent(ctx, input);
  await giveConsent(ctx, { consentId, presentationId, sha256 });
}

describe("sending again", () => {
  test("takes the link away at once and mails another, each with its event", async () => {
    const { invitationId, advisor, email, token } = await mailed();
    await age(invitationId);
    await resendInvitation(people.as(advisor), { invitationId });
    expect(await invitations.rowOf(invitationId)).toMatchObject({
      token_hash: null,
      mailings: 2,
      sent_at: null,
    });
    await invitations.runQueued(sendInvitationMail.name);
    expect(invitations.tokenTo(email).reveal()).not.toBe(token.reveal());
    expect(await typesOf(invitationId)).toEqual([
      ...["invitation.made", "invitation.mailSent", "invitation.askedAgain", "invitation.mailSent"],
    ]);
  });

  test("is refused within ten minutes, also to two presses at once", async () => {
    await people.warm();
    const { invitationId, advisor } = await mailed();
    const press = () => resendInvitation(people.as(advisor), { invitationId });
    await expect(press()).rejects.toMatchObject({ code: "invitation.too_soon" });
    await age(invitationId);
    expect(await winners([press(), press(), press()], "invitation.too_soon")).toBe(1);
    await invitations.runQueued(sendInvitationMail.name);
  });
});

describe("one mailbox", () => {
  test("has five mails a day, whether somebody is invited or an invitation is sent again", async () => {
    const { invitationId, advisor, email } = await mailed();
    const press = async () => {
      await age(invitationId);
      await resendInvitation(people.as(advisor), { invitationId });
    };
    for (let mail = 2; mail <= 5; mail++) await press();
    await expect(press()).rejects.toMatchObject({ code: "auth.too_many_attempts" });
    expect((await invitations.rowOf(invitationId)).mailings).toBe(5);
    const colleague = invitations.invite(await people.add("advisor"), { email });
    await expect(colleague).rejects.toMatchObject({ code: "auth.too_many_attempts" });
    await invitations.runQueued(sendInvitationMail.name);
  });
});

describe("the worker mails", () => {
  test("outside of any transaction, and the link opens nothing before its mail was taken", async () => {
    const { invitationId } = await invitations.invite(await people.add("advisor"));
    const seen: unknown[] = [];
    invitations.whileSending = async () => {
      const [row] = await people.superuser`select (select count(*)::int from pg_stat_activity
        where datname = current_database() and usename = 'licet_worker' and xact_start is not null) as transactions,
        (select token_hash from invitations where invitation_id = ${invitationId}) as opens`;
      seen.push(row);
    };
    await invitations.runQueued(sendInvitationMail.name);
    invitations.whileSending = async () => {};
    expect(seen).toEqual([{ transactions: 0, opens: null }]);
  });

  test("and a mail that was overtaken has a link that does nothing", async () => {
    const advisor = await people.add("advisor");
    const { invitationId, email } = await invitations.invite(advisor);
    invitations.whileSending = async () => {
      invitations.whileSending = async () => {};
      await age(invitationId);
      await resendInvitation(people.as(advisor), { invitationId });
    };
    await invitations.runQueued(sendInvitationMail.name);
    const overtaken = invitations.tokenTo(email);
    await expect(invitations.accept(overtaken)).rejects.toMatchObject({ code: "invitation.link_replaced" });
    await invitations.runQueued(sendInvitationMail.name);
    await expect(invitations.accept(invitations.tokenTo(email))).resolves.toMatchObject({ kind: "began" });
  });

  test("again when the mail server fails", async () => {
    const { invitationId } = await invitations.invite(await people.add("advisor"));
    const [job] = await invitations.queued(sendInvitationMail.name);
    invitations.whileSending = () => Promise.reject(new Error("451 try again later"));
    await expect(invitations.runQueued(sendInvitationMail.name)).rejects.toThrow("451");
    invitations.whileSending = async () => {};
    expect(await typesOf(invitationId)).toEqual(["invitation.made"]);
    await people.superuser`select graphile_worker.add_job(${sendInvitationMail.name},
      ${JSON.stringify(job?.payload)}::text::json)`;
    await invitations.runQueued(sendInvitationMail.name);
    expect(await typesOf(invitationId)).toEqual(["invitation.made", "invitation.mailSent"]);
  });

  test.each<
    [string, string, (invited: { invitationId: InvitationId; advisor: TestPerson }) => Promise<unknown>]
  >([
    [
      "that was taken back",
      "over",
      ({ invitationId, advisor }) => revokeInvitation(people.as(advisor), { invitationId }),
    ],
    [
      "of somebody who was blocked",
      "personDisabled",
      ({ invitationId }) =>
        people.superuser`update people set disabled_at = now() where person_id = (
        select investor_id from invitations where invitation_id = ${invitationId})`,
    ],
    [
      "of an advisor who was blocked",
      "personDisabled",
      ({ advisor }) =>
        people.superuser`update people set disabled_at = now() where person_id = ${advisor.personId}`,
    ],
    [
      "that has expired",
      "over",
      ({ invitationId }) =>
        people.superuser`update invitations set expires_at = now() where invitation_id = ${invitationId}`,
    ],
  ])("nothing of an invitation %s", async (_what, reason, happens) => {
    const advisor = await people.add("advisor");
    const invited = await invitations.invite(advisor);
    await happens({ ...invited, advisor });
    expect(await invitations.runQueued(sendInvitationMail.name)).toEqual([{ kind: "refused", reason }]);
    expect(invitations.inbox.map(({ to }) => to)).not.toContain(invited.email);
  });

  test("once for a job that comes twice", async () => {
    const { invitationId, email, advisor } = await mailed();
    await people.superuser`select graphile_worker.add_job(${sendInvitationMail.name}, ${JSON.stringify({
      ...{ tenantId: advisor.tenantId, invitationId, mailing: 1 },
    })}::text::json)`;
    expect(await invitations.runQueued(sendInvitationMail.name)).toEqual([
      { kind: "refused", reason: "sent" },
    ]);
    expect(invitations.inbox.filter(({ to }) => to === email)).toHaveLength(1);
  });
});

describe("taking back", () => {
  test("ends the request too, for the reason that it says, and nobody's consent", async () => {
    const { invitationId, advisor, consentId } = await mailed();
    await revokeInvitation(people.as(advisor), { invitationId });
    const [row] = await people.superuser`select state, reason, actor_type from consent_events
      where consent_id = ${consentId} order by revision desc limit 1`;
    expect(row).toEqual({ state: "terminated", reason: "requestTakenBack", actor_type: "advisor" });
    expect(await typesOf(consentId)).toEqual(["consent.requested", "consent.requestTakenBack"]);
    expect(await typesOf(invitationId)).toContain("invitation.takenBack");
    const { invitations: list } = await listInvitations(people.as(advisor));
    expect(list).toMatchObject([{ state: "takenBack", isResendable: false, isRevocable: false }]);
  });

  test("is refused once the consent is given: that is its investor's to end", async () => {
    const invited = await mailed();
    await give(invited);
    const { invitationId, advisor, consentId } = invited;
    await expect(revokeInvitation(people.as(advisor), { invitationId })).rejects.toMatchObject({
      code: "invitation.not_open",
    });
    const [{ state } = {}] =
      await people.superuser`select state from consents where consent_id = ${consentId}`;
    expect(state).toBe("given");
  });

  test("a second time is refused, and of two presses at once one does it", async () => {
    await people.warm();
    const { invitationId, advisor } = await mailed();
    const press = () => revokeInvitation(people.as(advisor), { invitationId });
    expect(await winners([press(), press(), press()], "invitation.not_open")).toBe(1);
  });
});

describe("somebody else's invitation does not exist", () => {
  test.each<[string, () => Promise<TestPerson>]>([
    ["a colleague", () => people.add("advisor")],
    ["an advisor of another firm", async () => people.south.advisor],
  ])("for %s", async (_who, whom) => {
    const { invitationId } = await mailed();
    const ctx = people.as(await whom());
    const missing = { code: "invitation.not_found" };
    await expect(resendInvitation(ctx, { invitationId })).rejects.toMatchObject(missing);
    await expect(revokeInvitation(ctx, { invitationId })).rejects.toMatchObject(missing);
    expect((await invitations.rowOf(invitationId)).revoked_at).toBeNull();
  });

  test.each(["investor", "compliance", "admin"] as const)(
    "and %s may neither resend nor revoke",
    async (role) => {
      const ctx = people.as(people.north[role]);
      const input = { invitationId: newId("inv") };
      for (const act of [resendInvitation(ctx, input), revokeInvitation(ctx, input), listInvitations(ctx)]) {
        await expect(act).rejects.toMatchObject({ code: "auth.forbidden" });
      }
    },
  );
});

describe("the database by itself", () => {
  const as = (person: TestPerson, work: (sql: typeof people.superuser) => Promise<unknown>) =>
    people.superuser.begin(async (sql) => {
      await sql`select set_config('app.tenant_id', ${person.tenantId}, true),
        set_config('app.person_id', ${person.personId}, true), set_config('role', ${`licet_${person.role}`}, true)`;
      return work(sql as unknown as typeof people.superuser);
    });

  test("lets an advisor set no secret, accept nothing, and open nothing again that was taken back", async () => {
    const { invitationId, advisor } = await mailed();
    const secret = Buffer.alloc(32, 7);
    await expect(
      as(
        advisor,
        (sql) => sql`update invitations set token_hash = ${secret} where invitation_id = ${invitationId}`,
      ),
    ).rejects.toThrow("row-level security");
    await expect(
      as(
        advisor,
        (sql) => sql`update invitations set accepted_at = now() where invitation_id = ${invitationId}`,
      ),
    ).rejects.toThrow("permission denied");
    await revokeInvitation(people.as(advisor), { invitationId });
    const undone = (await as(
      advisor,
      (sql) => sql`update invitations set revoked_at = null, token_hash = null, sent_at = null
        where invitation_id = ${invitationId} returning 1`,
    )) as unknown as readonly unknown[];
    expect([...undone]).toEqual([]);
  });

  test("lets an advisor end no consent that was given, and no colleague's request", async () => {
    const invited = await mailed();
    const colleague = await people.add("advisor");
    const end = (
      sql: typeof people.superuser,
    ) => sql`update consents set state = 'terminated', revision = revision + 1,
      ended_at = now() where consent_id = ${invited.consentId} returning 1`;
    expect([...((await as(colleague, end)) as unknown as readonly unknown[])]).toEqual([]);
    await give(invited);
    expect([...((await as(invited.advisor, end)) as unknown as readonly unknown[])]).toEqual([]);
  });

  test("adds an investor to the advisor's own firm and gives no other role", async () => {
    const { advisor } = people.south;
    const personId = newId("per");
    const email = `${personId}@example.org`;
    await as(
      advisor,
      (sql) => sql`select * from gate.invite_investor(${personId}, 'Ada', ${email}, ${email}, 'en', now())`,
    );
    const [row] = await people.superuser`select tenant_id, role from people where person_id = ${personId}`;
    expect(row).toEqual({ tenant_id: advisor.tenantId, role: "investor" });
    for (const role of ["investor", "compliance", "admin"] as const) {
      await expect(
        as(
          people.south[role],
          (sql) => sql`select * from gate.invite_investor('x', 'x', 'x@y', 'x@y', 'en', now())`,
        ),
      ).rejects.toThrow("permission denied");
    }
  });
});

describe("whoever was invited and never came", () => {
  const forget = async () => {
    await people.superuser`select graphile_worker.add_job(${forgetInvitedPeople.name},
      ${JSON.stringify({ tenantId: people.north.tenantId })}::text::json)`;
    await invitations.runQueued(forgetInvitedPeople.name);
  };

  test("leaves no name and no address once it was taken back, and may be invited anew", async () => {
    const { invitationId, advisor, email, investor } = await mailed();
    await people.superuser`update invitations set external_reference = 'CRM Ada' where invitation_id = ${invitationId}`;
    await revokeInvitation(people.as(advisor), { invitationId });
    await invitations.runQueued(forgetInvitedPeople.name);
    expect(await invitations.personAt(email)).toBeNull();
    const [row] = await people.superuser`select name, email, disabled_at is not null as blocked from people
      where person_id = ${investor.personId}`;
    expect(row).toEqual({ name: "–", email: `${investor.personId}@removed.invalid`, blocked: true });
    expect((await invitations.rowOf(invitationId)).external_reference).toBeNull();
    expect(await typesOf(investor.personId)).toContain("invitation.personForgotten");
    const { invitations: list } = await listInvitations(people.as(advisor));
    expect(list).toMatchObject([{ name: null, email: null, state: "takenBack" }]);
    const again = await invitations.mailed(advisor, { email });
    expect((await invitations.rowOf(again.invitationId)).investor_id).not.toBe(investor.personId);
  });

  test("is kept while the request can still be answered, and found by the firm once it cannot", async () => {
    const { consentId, email, invitationId } = await mailed();
    await people.superuser`update invitations set expires_at = now() where invitation_id = ${invitationId}`;
    await forget();
    expect(await invitations.personAt(email)).not.toBeNull();
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update consents set state = 'expired', ended_at = now() where consent_id = ${consentId}`;
    });
    await findForgettableHandler.run(people.system(), {}, new AbortController().signal);
    const found = await invitations.queued(forgetInvitedPeople.name);
    expect(found.map(({ payload }) => payload)).toContainEqual({ tenantId: people.north.tenantId });
    await invitations.runQueued(forgetInvitedPeople.name);
    expect(await invitations.personAt(email)).toBeNull();
  });

  test.each<[string, (invited: Awaited<ReturnType<typeof mailed>>) => Promise<unknown>]>([
    ["signed in", ({ token }) => invitations.accept(token)],
    [
      "is asked by a colleague too",
      async ({ email }) => invitations.mailed(await people.add("advisor"), { email }),
    ],
  ])("is kept who %s", async (_what, happens) => {
    const invited = await mailed();
    await happens(invited);
    await revokeInvitation(people.as(invited.advisor), { invitationId: invited.invitationId });
    await forget();
    expect(await invitations.personAt(invited.email)).not.toBeNull();
  });

  test("is not forgotten who was an investor before, however long they have not been here", async () => {
    const investor = await people.add("investor");
    const advisor = await people.add("advisor");
    const { invitationId } = await invitations.mailed(advisor, { email: investor.email });
    await revokeInvitation(people.as(advisor), { invitationId });
    await forget();
    expect(await invitations.personAt(investor.email)).not.toBeNull();
  });
});
