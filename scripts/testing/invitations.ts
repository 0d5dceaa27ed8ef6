import { acceptInvitation } from "#lib/invitations/accept-invitation.ts";
import { forgetInvitedPeopleHandler } from "#lib/invitations/forget.job.ts";
import { type InviteInvestor, inviteInvestor } from "#lib/invitations/invite-investor.ts";
import { forgetInvitedPeople, sendInvitationMail } from "#lib/invitations/jobs.ts";
import { sendInvitationMailHandler } from "#lib/invitations/send-invitation-mail.job.ts";
import { type JobOutcome, runJob } from "#lib/jobs/run-job.ts";
import type { InvitationId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { testTerms } from "./consent.ts";
import type { TestMail } from "./mail-link.ts";
import { type TestPeople, type TestPerson, testOrigin } from "./people.ts";

/** Invites people and runs the worker's part of it by hand, with an inbox that the test holds. */
export function testInvitations(people: TestPeople) {
  const inbox: TestMail[] = [];
  const never = new AbortController().signal;
  const control = { whileSending: async (): Promise<void> => {} };
  const handlers = {
    [sendInvitationMail.name]: sendInvitationMailHandler(async ({ to, subject, body }) => {
      await control.whileSending();
      inbox.push({ to, subject, body: body.reveal() });
    }, testOrigin),
    [forgetInvitedPeople.name]: forgetInvitedPeopleHandler,
  };

  const queued = (name: string) =>
    people.superuser<{ id: string; payload: unknown }[]>`select j.id, j.payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = ${name} order by j.id`;

  async function runQueued(name: string): Promise<readonly JobOutcome[]> {
    const handler = handlers[name];
    if (!handler) throw new Error(`no handler for ${name}`);
    const outcomes: JobOutcome[] = [];
    for (const { id, payload } of await queued(name)) {
      await people.superuser`delete from graphile_worker._private_jobs where id = ${id}`;
      outcomes.push(await runJob(handler, payload, people.workerBase(), never));
    }
    return outcomes;
  }

  const input = (advisor: TestPerson, more: Partial<InviteInvestor> = {}): InviteInvestor => ({
    email: `client-${crypto.randomUUID()}@example.org`,
    name: "Inès Ørsted",
    locale: "en",
    terms: testTerms(advisor),
    institutionId: null,
    externalReference: null,
    ...more,
  });

  async function invite(
    advisor: TestPerson,
    more: Partial<InviteInvestor> = {},
  ): Promise<{ readonly invitationId: InvitationId; readonly email: string }> {
    const given = input(advisor, more);
    const { invitationId } = await inviteInvestor(people.as(advisor), new Map(), given);
    return { invitationId, email: given.email };
  }

  const tokenTo = (email: string): Secret<string> => {
    const body = inbox.filter(({ to }) => to === email).at(-1)?.body ?? "";
    const [, token] = /\/invitation\?token=([\w-]{43})\s/.exec(body) ?? [];
    if (!token) throw new Error("the mail holds no invitation");
    return new Secret(token);
  };

  return Object.assign(control, {
    ...{ inbox, queued, runQueued, input, invite, tokenTo },
    /** Invited, and mailed. */
    async mailed(advisor: TestPerson, more: Partial<InviteInvestor> = {}) {
      const invited = await invite(advisor, more);
      await runQueued(sendInvitationMail.name);
      return { ...invited, token: tokenTo(invited.email) };
    },
    accept: (token: Secret<string>, more: Partial<Parameters<typeof acceptInvitation>[1]> = {}) =>
      acceptInvitation(people.visitor(), people.visit(more), { token }, null),
    async rowOf(invitationId: InvitationId) {
      const [row] = await people.superuser`select * from invitations where invitation_id = ${invitationId}`;
      return row ?? {};
    },
    async consentOf(invitationId: InvitationId) {
      const [row] =
        await people.superuser`select c.* from consents c join invitations i using (tenant_id, consent_id)
        where i.invitation_id = ${invitationId}`;
      return row ?? {};
    },
    async personAt(email: string) {
      const [row] = await people.superuser`select * from people where email_key = ${email}`;
      return row ?? null;
    },
  });
}
