import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import type { StaffRole } from "#lib/access/roles.ts";
import type { ReceivedMail } from "./inbox.ts";
import type { TestPerson } from "./people.ts";
import { stack } from "./stack.ts";

/** One of the staff beside the access matrix's callers, whose role an administrator may change. */
export const colleagueOfCast = "per_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a45";
export const mailOfColleague = "colleague-of-cast@example.com";

export async function plantColleagueOfCast(sql: Sql, tenantId: string, name: string): Promise<TestPerson> {
  const email = mailOfColleague;
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key)
    values (${tenantId}, ${colleagueOfCast}, 'advisor', ${name}, ${email}, ${email})`;
  return { tenantId, personId: colleagueOfCast, role: "advisor", name, email };
}

/** An invitation of staff as if it had been mailed a moment ago; the path is its link's. */
export async function plantStaffInvitation(
  sql: Sql,
  admin: TestPerson,
  more: { readonly role?: StaffRole; readonly name?: string; readonly columns?: object } = {},
): Promise<{ readonly path: string; readonly email: string }> {
  const { role = "advisor", name = "Nøra Invited", columns = {} } = more;
  const token = randomBytes(32).toString("base64url");
  const email = `invited-${randomUUID()}@example.com`;
  const [now, threeDays] = [Date.now(), 72 * 3_600_000];
  await sql`insert into staff_invitations ${sql({
    ...{
      tenant_id: admin.tenantId,
      staff_invitation_id: `siv_${randomUUID()}`,
      role,
      name,
      email,
      locale: "en",
    },
    ...{ invited_by: admin.personId, token_hash: createHash("sha256").update(token).digest() },
    ...{ asked_at: new Date(now), sent_at: new Date(now), expires_at: new Date(now + threeDays), ...columns },
  })}`;
  return { path: `/staff-invitation?token=${token}`, email };
}

/** Takes away who was invited by somebody, and who came of it, so that the inviter can go too. */
export async function removeInvitedBy(sql: Sql, personId: string): Promise<readonly string[]> {
  const gone = await sql<{ person_id: string | null }[]>`delete from staff_invitations
    where invited_by = ${personId} returning person_id`;
  return gone.flatMap(({ person_id }) => person_id ?? []);
}

export function staffInvitationIn({ links, subject }: ReceivedMail): string {
  const link = links.find((one) => one.startsWith(`${stack.origin}/staff-invitation?token=`));
  if (!link) throw new Error(`The mail "${subject}" has no invitation.`);
  return link;
}
