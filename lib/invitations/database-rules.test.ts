import { describe, expect, test, vi } from "vitest";
import type { PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testInvitations } from "#scripts/testing/invitations.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { revokeInvitation } from "./revoke-invitation.ts";

const people = testPeople(testDatabase());
const invitations = testInvitations(people);

async function mailed() {
  const advisor = await people.add("advisor");
  const invited = await invitations.mailed(advisor);
  const { investor_id } = await invitations.rowOf(invited.invitationId);
  return { ...invited, advisor, investorId: investor_id as PersonId };
}

const as = (person: TestPerson, work: (sql: typeof people.superuser) => Promise<unknown>) =>
  people.superuser.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${person.tenantId}, true),
      set_config('app.person_id', ${person.personId}, true), set_config('role', ${`licet_${person.role}`}, true)`;
    return work(sql as unknown as typeof people.superuser);
  });

/** Whom a job of the firm's forgot. */
const forget = () =>
  people.superuser.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${people.north.tenantId}, true), set_config('role', 'licet_job', true)`;
    const rows = await sql<{ id: string }[]>`select id from gate.forget_invited(now()) id`;
    return rows.map(({ id }) => id);
  });

describe("in SQL alone", () => {
  test("an invitation lets an advisor ask at no time that is not yet, so that a link would live for longer", async () => {
    const { invitationId, advisor } = await mailed();
    const ask = (at: string) =>
      as(
        advisor,
        (
          sql,
        ) => sql`update invitations set token_hash = null, sent_at = null, asked_at = now() + ${at}::interval,
          expires_at = now() + ${at}::interval where invitation_id = ${invitationId}`,
      );
    await expect(ask("1 year")).rejects.toThrow("row-level security");
    await expect(ask("6 minutes")).rejects.toThrow("row-level security");
    await expect(ask("1 second")).resolves.toBeDefined();
    const anew = (at: string) =>
      as(
        advisor,
        (
          sql,
        ) => sql`insert into invitations (tenant_id, invitation_id, investor_id, consent_id, invited_by, locale,
            mailings, asked_at, expires_at, created_at)
          select tenant_id, ${`inv_${crypto.randomUUID()}`}, investor_id, consent_id, invited_by, locale, 1,
            now() + ${at}::interval, now() + ${at}::interval, now() from invitations where invitation_id = ${invitationId}`,
      );
    await expect(anew("1 year")).rejects.toThrow("row-level security");
    // Everything right, the request has its invitation already.
    await expect(anew("1 second")).rejects.toThrow("invitations_consent_idx");
  });

  test("whoever was invited is forgotten by nobody who did not lock them in their turn", async () => {
    const [first, second] = [await mailed(), await mailed()];
    await revokeInvitation(people.as(first.advisor), { invitationId: first.invitationId });
    const sql = people.superuser;
    let forgetting: Promise<string[]> | undefined;
    await sql.begin(async (holder) => {
      await holder`select 1 from people where person_id = ${first.investorId} for update`;
      const [me] = await holder`select pg_backend_pid() as pid`;
      forgetting = forget();
      const waiting = () =>
        sql`select 1 from pg_stat_activity where ${me?.pid} = any (pg_blocking_pids(pid))`;
      await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 4_000 });
      await revokeInvitation(people.as(second.advisor), { invitationId: second.invitationId });
    });
    expect(await forgetting).toContain(first.investorId);
    expect(await forgetting).not.toContain(second.investorId);
    expect(await forget()).toContain(second.investorId);
    expect(await invitations.personAt(second.email)).toBeNull();
  });
});
