import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testTerms } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testInvitations } from "#scripts/testing/invitations.ts";
import { testOrigin, testPeople, winners } from "#scripts/testing/people.ts";
import { InviteInvestor, inviteInvestor } from "./invite-investor.ts";
import { sendInvitationMail } from "./jobs.ts";
import { listInvitations } from "./list-invitations.ts";

const people = testPeople(testDatabase());
const invitations = testInvitations(people);
const typesOf = async (about: string) => (await people.events(about)).map(({ type }) => type);

describe("inviting somebody new", () => {
  test("adds the person, asks for the consent and queues the mail, each with its event", async () => {
    const advisor = await people.add("advisor");
    const { invitationId, email } = await invitations.invite(advisor, { externalReference: "CRM 4711" });
    const person = await invitations.personAt(email);
    expect(person).toMatchObject({ role: "investor", name: "Inès Ørsted", locale: "en", signed_in_at: null });
    expect(person?.invited_at).not.toBeNull();
    const consent = await invitations.consentOf(invitationId);
    expect(consent).toMatchObject({ state: "requested", investor_id: person?.person_id });
    expect(consent.requested_by).toBe(advisor.personId);
    expect(await typesOf(invitationId)).toEqual(["invitation.made"]);
    expect(await typesOf(consent.consent_id)).toEqual(["consent.requested"]);
    const [job] = await invitations.queued(sendInvitationMail.name);
    expect(job?.payload).toEqual({ tenantId: advisor.tenantId, invitationId, mailing: 1 });
    await invitations.runQueued(sendInvitationMail.name);
  });

  test("keeps its link out of every row, payload and event: the mail alone has it", async () => {
    const advisor = await people.add("advisor");
    const { invitationId, email, token } = await invitations.mailed(advisor);
    const mail = invitations.inbox.find(({ to }) => to === email);
    expect(mail?.subject).toBe("Nøra advisor of North Wealth asks for your consent");
    expect(mail?.body).toContain(`${testOrigin}/invitation?token=${token.reveal()}`);
    const written = await people.superuser`select
      (select string_agg(t::text, '') from invitations t where invitation_id = ${invitationId}) ||
      (select string_agg(t::text, '') from invitation_links t where invitation_id = ${invitationId}) ||
      (select string_agg(convert_from(body, 'utf8'), '') from audit_events
        where subject_id = ${invitationId}) as text`;
    expect(written[0]?.text).toContain(invitationId);
    for (const canary of [token.reveal(), email, "Ørsted"]) expect(written[0]?.text).not.toContain(canary);
    expect(await typesOf(invitationId)).toEqual(["invitation.made", "invitation.mailSent"]);
  });

  test("gives two weeks", async () => {
    const row = await invitations.rowOf((await invitations.invite(await people.add("advisor"))).invitationId);
    expect(row.expires_at.getTime() - row.asked_at.getTime()).toBe(14 * 86_400_000);
  });
});

describe("inviting somebody who is there", () => {
  test("asks the investor of the firm, who keeps the name that they have", async () => {
    const [advisor, investor] = [await people.add("advisor"), await people.add("investor")];
    const { invitationId } = await invitations.invite(advisor, {
      email: investor.email,
      name: "Someone Else",
    });
    expect((await invitations.rowOf(invitationId)).investor_id).toBe(investor.personId);
    const [{ name, invited_at } = {}] = await people.superuser`select name, invited_at from people
      where person_id = ${investor.personId}`;
    expect([name, invited_at]).toEqual(["Nøra investor", null]);
    await invitations.runQueued(sendInvitationMail.name);
  });

  test("of another firm adds somebody to one's own, and says nothing of the other", async () => {
    const advisor = await people.add("advisor");
    const { invitationId } = await invitations.invite(advisor, { email: people.south.investor.email });
    const row = await invitations.rowOf(invitationId);
    expect(row.tenant_id).toBe(advisor.tenantId);
    expect(row.investor_id).not.toBe(people.south.investor.personId);
    await invitations.runQueued(sendInvitationMail.name);
  });

  test.each(["advisor", "compliance", "admin"] as const)("is refused for the firm's own %s", async (role) => {
    const advisor = await people.add("advisor");
    const attempt = invitations.invite(advisor, { email: (await people.add(role)).email });
    await expect(attempt).rejects.toMatchObject({ code: "invitation.not_an_investor" });
    expect(await people.superuser`select 1 from invitations where invited_by = ${advisor.personId}`).toEqual(
      [],
    );
  });

  test("is refused for an investor who was blocked", async () => {
    const [advisor, { email, personId }] = [await people.add("advisor"), await people.add("investor")];
    await people.superuser`update people set disabled_at = now() where person_id = ${personId}`;
    await expect(invitations.invite(advisor, { email })).rejects.toMatchObject({
      code: "invitation.person_disabled",
    });
  });

  test("a second time is refused while the first is open, and a colleague may ask on their own", async () => {
    const [advisor, colleague] = [await people.add("advisor"), await people.add("advisor")];
    const { email, invitationId } = await invitations.invite(advisor);
    const again = { code: "invitation.already_open" };
    await expect(invitations.invite(advisor, { email })).rejects.toMatchObject(again);
    await expect(invitations.invite(colleague, { email })).resolves.toBeDefined();
    await people.superuser`update invitations set expires_at = now() where invitation_id = ${invitationId}`;
    await expect(invitations.invite(advisor, { email })).resolves.toBeDefined();
  });

  test("at once, by two presses, makes one person, one request and one invitation", async () => {
    await people.warm();
    const advisor = await people.add("advisor");
    const input = invitations.input(advisor);
    const presses = [1, 2, 3, 4].map(() => inviteInvestor(people.as(advisor), new Map(), input));
    expect(await winners(presses, "invitation.already_open")).toBe(1);
    const rows = await people.superuser`select 1 from consents where requested_by = ${advisor.personId}`;
    expect(rows).toHaveLength(1);
    expect(await people.superuser`select 1 from people where email_key = ${input.email}`).toHaveLength(1);
  });
});

describe("an invitation", () => {
  test("is nothing at all if its event cannot be written", async () => {
    const advisor = await people.add("advisor");
    await people.superuser`revoke insert on invitations from licet_advisor`;
    const input = invitations.input(advisor);
    await expect(inviteInvestor(people.as(advisor), new Map(), input)).rejects.toThrow("Failed query");
    await people.superuser`grant insert on invitations to licet_advisor`;
    expect(await invitations.personAt(input.email)).toBeNull();
    expect(await people.superuser`select 1 from consents where requested_by = ${advisor.personId}`).toEqual(
      [],
    );
  });

  test.each(["investor", "compliance", "admin"] as const)("is not for %s to send", async (role) => {
    const attempt = inviteInvestor(
      people.as(people.north[role]),
      new Map(),
      invitations.input(people.north.advisor),
    );
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("that others alone would see, or that names somebody of another firm, adds nobody", async () => {
    const advisor = await people.add("advisor");
    for (const [recipients, code] of [
      [[newId("per")], "consent.terms_invalid"],
      [[advisor.personId, people.south.advisor.personId], "consent.party_unknown"],
    ] as const) {
      const terms = testTerms(advisor, {
        recipients: { wholeTeam: false, advisorIds: [...recipients], clientIds: [] },
      });
      const input = invitations.input(advisor, { terms });
      await expect(inviteInvestor(people.as(advisor), new Map(), input)).rejects.toMatchObject({ code });
      expect(await invitations.personAt(input.email)).toBeNull();
    }
  });

  test("names a bank that is listed, or none", async () => {
    const advisor = await people.add("advisor");
    const attempt = invitations.invite(advisor, { institutionId: "nobodys-bank" });
    await expect(attempt).rejects.toMatchObject({ code: "institution.not_found" });
  });

  test("goes to one mailbox a few times a day, whoever of the firm sends it, and refused ones count", async () => {
    await people.warm();
    const { email } = await people.add("admin");
    for (let at = 0; at < 5; at++) {
      const attempt = invitations.invite(await people.add("advisor"), { email });
      await expect(attempt).rejects.toMatchObject({ code: "invitation.not_an_investor" });
    }
    const sixth = invitations.invite(await people.add("advisor"), { email });
    await expect(sixth).rejects.toMatchObject({ code: "auth.too_many_attempts" });
    // Another firm's count is its own.
    await expect(invitations.invite(people.south.advisor, { email })).resolves.toBeDefined();
  });

  test("has a name on one line and an address that is one", () => {
    const input = invitations.input(people.north.advisor);
    for (const wrong of [{ name: "Ada\r\nBcc: x@example.org" }, { email: "a@b@example.org" }, { more: 1 }]) {
      expect(InviteInvestor.safeParse({ ...input, ...wrong }).success).toBe(false);
    }
  });
});

describe("the list", () => {
  test("is the advisor's own, with names, and neither a colleague's nor another firm's", async () => {
    const advisor = await people.add("advisor");
    const { invitationId, email } = await invitations.mailed(advisor, { externalReference: "CRM 1" });
    const { invitations: own } = await listInvitations(people.as(advisor));
    expect(own).toMatchObject([
      { id: invitationId, email, name: "Inès Ørsted", state: "sent", externalReference: "CRM 1" },
    ]);
    for (const other of [await people.add("advisor"), people.south.advisor]) {
      const { invitations: theirs } = await listInvitations(people.as(other));
      expect(theirs.map(({ id }) => id)).not.toContain(invitationId);
    }
  });
});
