import { acceptStaffInvitation } from "#lib/identity/accept-staff-invitation.ts";
import { type InviteStaff, inviteStaff } from "#lib/identity/invite-staff.ts";
import { sendStaffInvitation } from "#lib/identity/jobs.ts";
import { sendStaffInvitationHandler } from "#lib/identity/send-staff-invitation.job.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId, type StaffInvitationId, type TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { TestMail } from "./mail-link.ts";
import { type TestPeople, type TestPerson, testIssuer, testOrigin } from "./people.ts";

/** Invites staff and runs the worker's part of it by hand, with an inbox that the test holds. */
export function testStaffInvitations(people: TestPeople) {
  const inbox: TestMail[] = [];
  const handler = sendStaffInvitationHandler(
    async ({ to, subject, body }) => {
      inbox.push({ to, subject, body: body.reveal() });
    },
    [testOrigin, "https://console.example"],
  );

  const input = (more: Partial<InviteStaff> = {}): InviteStaff => ({
    ...{
      name: "Inès Ørsted",
      email: `staff-${crypto.randomUUID()}@example.org`,
      role: "advisor",
      locale: "en",
    },
    ...more,
  });

  const mail = (tenantId: TenantId, staffInvitationId: StaffInvitationId) =>
    runJob(handler, { tenantId, staffInvitationId }, people.workerBase(), new AbortController().signal);

  async function linkIn(tenantId: TenantId, staffInvitationId: StaffInvitationId, email: string) {
    await mail(tenantId, staffInvitationId);
    const body = inbox.filter(({ to }) => to === email).at(-1)?.body ?? "";
    const [, origin, token] = /(https:\S+)\/staff-invitation\?token=([\w-]{43})\s/.exec(body) ?? [];
    if (!token) throw new Error("the mail holds no invitation");
    return { origin, token: new Secret(token) };
  }

  return {
    ...{ inbox, input, mail, job: sendStaffInvitation.name },
    /** Invited by an administrator, and mailed. */
    async mailed(admin: TestPerson, more: Partial<InviteStaff> = {}) {
      const given = input(more);
      const { staffInvitationId } = await inviteStaff(people.as(admin), given);
      const { origin, token } = await linkIn(admin.tenantId, staffInvitationId, given.email);
      return { staffInvitationId, email: given.email, origin, token };
    },
    /** The link of one that was asked for otherwise. */
    async mailedAgain(tenantId: TenantId, staffInvitationId: StaffInvitationId, email: string) {
      return (await linkIn(tenantId, staffInvitationId, email)).token;
    },
    accept: (token: Secret<string>, subject: string = newId("per")) =>
      acceptStaffInvitation(people.visitor(), people.visit(), token, {
        ...{ issuer: testIssuer, subject, authenticatedAt: Math.floor(Date.now() / 1000) },
      }),
  };
}
