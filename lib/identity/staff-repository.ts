import { and, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { type StaffRole, staffRoles } from "#lib/access/roles.ts";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, type PersonId, type StaffInvitationId } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { lastAdminCode } from "./repository.ts";
import { people, staffInvitations } from "./schema.ts";
import type { StaffInvitation } from "./staff-invitation.ts";
import { hashToken } from "./token.ts";

/** Those who invite into the firm's same mailbox take turns until their transactions end. */
export async function lockMailbox(tx: Transaction, email: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(app_tenant() || ${` staff ${email}`}, 0))`,
  );
}

/** Refuses where the address is somebody's of the firm, or somebody was asked in at it and may still come. */
export async function refuseIfInvited(tx: Transaction, email: string, now: Date): Promise<void> {
  if (await isAddressKnown(tx, email)) throw new AppError("staffInvitation.address_known");
  if (await hasOpenStaffInvitation(tx, email, now)) throw new AppError("staffInvitation.already_open");
}

async function isAddressKnown(tx: Transaction, email: string): Promise<boolean> {
  const found = await tx.select({ personId: people.personId }).from(people).where(eq(people.emailKey, email));
  return found.length > 0;
}

async function hasOpenStaffInvitation(tx: Transaction, email: string, now: Date): Promise<boolean> {
  const { acceptedAt, revokedAt, expiresAt, staffInvitationId } = staffInvitations;
  const isOpen = and(isNull(acceptedAt), isNull(revokedAt), gt(expiresAt, now));
  const found = await tx
    .select({ staffInvitationId })
    .from(staffInvitations)
    .where(and(eq(staffInvitations.email, email), isOpen));
  return found.length > 0;
}

export async function insertStaffInvitation(tx: Transaction, invitation: StaffInvitation): Promise<void> {
  await tx.insert(staffInvitations).values(invitation);
}

/** Those of the acting firm that are kept, the newest first. */
export async function listStaffInvitationsKept(tx: Transaction): Promise<readonly StaffInvitation[]> {
  return tx.select().from(staffInvitations).orderBy(desc(staffInvitations.askedAt)).limit(200);
}

export async function findStaffInvitation(tx: Transaction, id: StaffInvitationId): Promise<StaffInvitation> {
  const [row] = await tx.select().from(staffInvitations).where(eq(staffInvitations.staffInvitationId, id));
  if (!row) throw new AppError("staffInvitation.not_found", { staffInvitationId: id });
  return row;
}

/** Dead from the commit on; refuses where it was used or taken back before. */
export async function saveStaffInvitationRevoked(
  tx: Transaction,
  id: StaffInvitationId,
  revokedAt: Date,
): Promise<void> {
  const { staffInvitationId, acceptedAt } = staffInvitations;
  const written = await tx
    .update(staffInvitations)
    .set({ revokedAt })
    .where(and(eq(staffInvitationId, id), isNull(acceptedAt), isNull(staffInvitations.revokedAt)))
    .returning({ staffInvitationId });
  if (written.length !== 1) throw new AppError("staffInvitation.not_open", { staffInvitationId: id });
}

/** The secret that is about to be mailed. A retry makes another one, because no secret is kept. */
export async function saveStaffToken(
  tx: Transaction,
  id: StaffInvitationId,
  token: Secret<string>,
): Promise<void> {
  await tx.execute(sql`update staff_invitations set token_hash = ${hashToken(token)}
    where staff_invitation_id = ${id}`);
}

export async function saveStaffMailed(tx: Transaction, id: StaffInvitationId, at: Date): Promise<void> {
  await tx.update(staffInvitations).set({ sentAt: at }).where(eq(staffInvitations.staffInvitationId, id));
}

const link = z.object({
  tenant_id: idSchema("ten"),
  staff_invitation_id: idSchema("siv"),
  role: z.enum(staffRoles),
  name: z.string(),
  email: z.string(),
  firm_name: z.string(),
  firm_accent: z.string().nullable(),
  firm_logo: z.string().nullable(),
  expires_at: z.coerce.date(),
  is_accepted: z.boolean(),
  is_revoked: z.boolean(),
  is_expired: z.boolean(),
});
export type StaffLink = z.output<typeof link>;

/** What is behind a link, a dead one included; `null` where it never was one. */
export async function staffInvitationBehind(
  tx: Transaction,
  token: Secret<string>,
): Promise<StaffLink | null> {
  const { rows } = await tx.execute(sql`select * from gate.staff_invitation_behind(${hashToken(token)})`);
  return rows[0] === undefined ? null : link.parse(rows[0]);
}

const accepted = z.discriminatedUnion("refusal", [
  z.object({
    tenant_id: idSchema("ten"),
    staff_invitation_id: idSchema("siv"),
    role: z.enum(staffRoles),
    refusal: z.null(),
  }),
  z.object({ refusal: z.enum(["closed", "accountKnown", "addressKnown"]) }),
]);

/** Uses an invitation up for an account that was vouched for, or says what is in the way; then nothing may stay. */
export async function acceptStaff(
  tx: Transaction,
  token: Secret<string>,
  account: {
    readonly personId: PersonId;
    readonly issuer: string;
    readonly subject: string;
    readonly at: Date;
  },
): Promise<z.output<typeof accepted>> {
  const { personId, issuer, subject, at } = account;
  const { rows } =
    await tx.execute(sql`select * from gate.accept_staff_invitation(${hashToken(token)}, ${personId},
    ${issuer}, ${subject}, ${at.toISOString()}::timestamptz)`);
  return accepted.parse(rows[0]);
}

/** Gives somebody another role and ends their sessions; returns how many. Refuses if the role is not the one that was seen. */
export async function saveRole(
  tx: Transaction,
  personId: PersonId,
  change: { readonly from: StaffRole; readonly to: StaffRole; readonly at: Date },
): Promise<number> {
  const { from, to, at } = change;
  try {
    const { rows } = await tx.execute<{
      count: number | null;
    }>(sql`select gate.change_role(${personId}, ${from},
      ${to}, ${at.toISOString()}::timestamptz) as count`);
    const count = rows[0]?.count ?? null;
    if (count === null) throw new AppError("identity.person_changed", { personId });
    return count;
  } catch (cause) {
    if (postgresCode(cause) !== lastAdminCode) throw cause;
    throw new AppError("identity.last_admin", { personId }, { cause });
  }
}
