import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { stepUpLifetimeMs } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testIssuer, testPeople, winners } from "#scripts/testing/people.ts";
import { testSignIn } from "#scripts/testing/sign-in.ts";
import { testStaffInvitations } from "#scripts/testing/staff-invitations.ts";
import { inviteStaff } from "./invite-staff.ts";
import { listStaffInvitations } from "./list-staff-invitations.ts";
import { disablePerson } from "./manage-people.ts";
import { readStaffInvitation } from "./read-staff-invitation.ts";
import { resendStaffInvitation } from "./resend-staff-invitation.ts";
import { revokeStaffInvitation } from "./revoke-staff-invitation.ts";
import { signInWithOidc } from "./sign-in-with-oidc.ts";
import { newToken } from "./token.ts";

const people = testPeople(testDatabase());
const staff = testStaffInvitations(people);
const signIn = testSignIn(people);
const { north, south } = people;
const dead = { code: "staffInvitation.link_dead" };

const personAt = async (email: string) => {
  const [row] = await people.superuser`select * from people where email_key = ${email}`;
  return row ?? null;
};

describe("an invitation of staff", () => {
  test.each([
    ["advisor", "full", "https://consent.example"],
    ["compliance", "awaitingPasskey", "https://console.example"],
    ["admin", "awaitingPasskey", "https://console.example"],
  ] as const)(
    "makes %s of whoever proves an account, once, known by it from then on",
    async (role, level, at) => {
      const { email, token, origin } = await staff.mailed(north.admin, { role });
      expect(origin).toBe(at);
      expect(await personAt(email)).toBeNull();
      const subject: string = newId("per");
      expect(await staff.accept(token, subject)).toMatchObject({ role, level });
      expect(await personAt(email)).toMatchObject({ role, tenant_id: north.tenantId, name: "Inès Ørsted" });
      await expect(staff.accept(token)).rejects.toMatchObject(dead);

      const again = { issuer: testIssuer, subject, authenticatedAt: Math.floor(Date.now() / 1000) };
      expect(await signInWithOidc(people.visitor(), people.visit(), again)).toMatchObject({ role, level });
    },
  );

  test("leaves an event for each step, and no name in any", async () => {
    const { staffInvitationId, email, token } = await staff.mailed(north.admin);
    await staff.accept(token);
    const events = await people.events(staffInvitationId);
    expect(events.map(({ type }) => type)).toEqual([
      "identity.staffInvited",
      "identity.staffInvitationMailed",
      "identity.staffInvitationAccepted",
    ]);
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`Inès|${email}`));
  });

  test("is accepted by one of many at once", async () => {
    const { token } = await staff.mailed(north.admin);
    await people.warm();
    const attempts = Array.from({ length: 8 }, () => staff.accept(token));
    expect(await winners(attempts, dead.code)).toBe(1);
  });

  test.each(["taken back", "expired", "of an administrator who was disabled since", "never made"])(
    "that was %s makes nobody, and says no more for whom it was",
    async (what) => {
      const inviter = await people.add("admin");
      const { staffInvitationId, email, token } = await staff.mailed(inviter);
      if (what === "taken back") await revokeStaffInvitation(people.as(north.admin), { staffInvitationId });
      if (what === "expired") {
        await people.superuser`update staff_invitations set expires_at = now() - interval '1 second'
          where staff_invitation_id = ${staffInvitationId}`;
      }
      if (what.startsWith("of an"))
        await disablePerson(people.as(north.admin), { personId: inviter.personId });
      const used = what === "never made" ? newToken() : token;
      await expect(staff.accept(used)).rejects.toMatchObject(dead);
      expect(await personAt(email)).toBeNull();
      const shown = await readStaffInvitation(people.visitor(), people.visit(), used);
      expect(shown?.open ?? null).toBeNull();
    },
  );

  test("sent again has another link, in the name of who sends it, and the old one is dead from then on", async () => {
    const inviter = await people.add("admin");
    const { staffInvitationId, email, token } = await staff.mailed(inviter, { role: "compliance" });
    const ctx = people.as(north.admin);
    const again = await resendStaffInvitation(ctx, { staffInvitationId });
    expect(await people.events(ctx.requestId)).toMatchObject([
      {
        type: "identity.staffInvitationRenewed",
        subjectId: again.staffInvitationId,
        facts: { replaces: staffInvitationId, role: "compliance" },
      },
    ]);
    await expect(staff.accept(token)).rejects.toMatchObject(dead);
    const renewed = await staff.mailedAgain(north.tenantId, again.staffInvitationId, email);
    // It no longer hangs by who asked first.
    await disablePerson(people.as(north.admin), { personId: inviter.personId });
    expect(await staff.accept(renewed)).toMatchObject({ role: "compliance" });
    const gone = resendStaffInvitation(people.as(north.admin), again);
    await expect(gone).rejects.toMatchObject({ code: "staffInvitation.not_open" });
  });

  test("that expired is sent again, one that was taken back is not, and nobody's mailbox is filled", async () => {
    const { staffInvitationId } = await staff.mailed(north.admin);
    await people.superuser`update staff_invitations set expires_at = now() - interval '1 second'
      where staff_invitation_id = ${staffInvitationId}`;
    let last = await resendStaffInvitation(people.as(north.admin), { staffInvitationId });
    last = await resendStaffInvitation(people.as(north.admin), last);
    await revokeStaffInvitation(people.as(north.admin), last);
    await expect(resendStaffInvitation(people.as(north.admin), last)).rejects.toMatchObject({
      code: "staffInvitation.not_open",
    });
    await expect(resendStaffInvitation(people.as(north.admin), last)).rejects.toMatchObject({
      code: "auth.too_many_attempts",
    });
  });

  test("is sent again by an administrator of the own firm alone, after a fresh proof, and by one of many at once", async () => {
    const { staffInvitationId } = await staff.mailed(north.admin);
    const input = { staffInvitationId };
    for (const role of ["investor", "advisor", "compliance"] as const)
      await expect(resendStaffInvitation(people.as(north[role]), input)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    await expect(resendStaffInvitation(people.as(south.admin), input)).rejects.toMatchObject({
      code: "staffInvitation.not_found",
    });
    const authenticatedAt = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    await expect(
      resendStaffInvitation(people.as(north.admin, { authenticatedAt }), input),
    ).rejects.toMatchObject({ code: "auth.step_up_required" });
    await people.warm();
    const attempts = [1, 2, 3].map(() => resendStaffInvitation(people.as(north.admin), input));
    expect(await winners(attempts, "staffInvitation.not_open")).toBe(1);
  });

  test("does not take an account that is somebody's, nor an address", async () => {
    const { token, email } = await staff.mailed(north.admin);
    await expect(staff.accept(token, south.advisor.subject)).rejects.toMatchObject({
      code: "staffInvitation.account_known",
    });
    await people.superuser`insert into people (tenant_id, person_id, role, name, email, email_key)
      values (${north.tenantId}, ${newId("per")}, 'investor', 'Somebody', ${email}, ${email})`;
    await expect(staff.accept(token)).rejects.toMatchObject({ code: "staffInvitation.address_known" });
    const [row] =
      await people.superuser`select accepted_at from staff_invitations i where i.email = ${email}`;
    expect(row?.accepted_at).toBeNull();
  });

  test("is asked for by an administrator with a fresh proof, once for each address, and not for who is there", async () => {
    for (const role of ["investor", "advisor", "compliance"] as const) {
      const attempt = inviteStaff(people.as(north[role]), staff.input());
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const authenticatedAt = new Date(people.clock.now().getTime() - stepUpLifetimeMs - 1);
    const stale = inviteStaff(people.as(north.admin, { authenticatedAt }), staff.input());
    await expect(stale).rejects.toMatchObject({ code: "auth.step_up_required" });
    const known = inviteStaff(people.as(north.admin), staff.input({ email: north.investor.email }));
    await expect(known).rejects.toMatchObject({ code: "staffInvitation.address_known" });
    const given = staff.input();
    await people.warm();
    const attempts = Array.from({ length: 4 }, () => inviteStaff(people.as(north.admin), given));
    expect(await winners(attempts, "staffInvitation.already_open")).toBe(1);
  });

  test("is listed for the own firm's staff alone, and taken back once", async () => {
    const { staffInvitationId } = await staff.mailed(north.admin);
    const ids = async (ctx: Parameters<typeof listStaffInvitations>[0]) =>
      (await listStaffInvitations(ctx)).map(({ id }) => id);
    expect(await ids(people.as(north.compliance))).toContain(staffInvitationId);
    expect(await ids(people.as(south.admin))).not.toContain(staffInvitationId);
    const foreign = revokeStaffInvitation(people.as(south.admin), { staffInvitationId });
    await expect(foreign).rejects.toMatchObject({ code: "staffInvitation.not_found" });
    await revokeStaffInvitation(people.as(north.admin), { staffInvitationId });
    await expect(revokeStaffInvitation(people.as(north.admin), { staffInvitationId })).rejects.toMatchObject({
      code: "staffInvitation.not_open",
    });
  });

  test("cannot be written as used, mailed or anybody else's, nor its secret read, in SQL", async () => {
    const { token } = await staff.mailed(north.admin);
    const acts = [
      sql`select token_hash from staff_invitations`,
      sql`update staff_invitations set accepted_at = now()`,
      sql`insert into people (tenant_id, person_id, role, name, email, email_key)
        values (${north.tenantId}, ${newId("per")}, 'admin', 'Eve', 'eve@example.org', 'eve@example.org')`,
      sql`insert into oidc_identities (tenant_id, person_id, issuer, subject)
        values (${north.tenantId}, ${north.admin.personId}, 'https://evil.example', 'eve')`,
      sql`update people set role = 'admin'`,
      sql`select * from gate.accept_staff_invitation('\\x00', 'per_x', 'i', 's', now())`,
    ];
    for (const act of acts) {
      const attempt = inTransaction(people.as(north.admin), (tx) => tx.execute(act));
      await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect(await staff.accept(token)).toMatchObject({ role: "advisor" });
    expect((await signIn.asPersona(north.admin)).session.role).toBe("admin");
  });
});
