import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type InvitationId, idSchema, type PersonId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { type Asked, answers, type Invitation } from "./invitation.ts";
import { invitations } from "./schema.ts";

const moment = z.coerce.date();
const asked = z.object({
  tenant_id: idSchema("ten"),
  invitation_id: idSchema("inv"),
  investor_id: idSchema("per"),
  consent_id: idSchema("con"),
  invited_by: idSchema("per"),
  institution_id: z.string().nullable(),
  external_reference: z.string().nullable(),
  locale: z.enum(locales),
  mailings: z.int(),
  asked_at: moment,
  sent_at: moment.nullable(),
  expires_at: moment,
  accepted_at: moment.nullable(),
  revoked_at: moment.nullable(),
  created_at: moment,
  answer: z.enum(answers),
  answer_by: moment,
});

/** A consent that its recipient no longer sees is one that was answered without them. */
const answer = sql`case
  when c.state = 'requested' then 'asked' when c.state = 'presented' then 'shown'
  when c.state = 'given' then 'given' when c.state = 'declined' then 'declined'
  when c.state = 'expired' and c.given_at is null then 'lapsed' else 'ended' end`;
const selection = sql`select i.tenant_id, i.invitation_id, i.investor_id, i.consent_id, i.invited_by, i.institution_id,
    i.external_reference, i.locale, i.mailings, i.asked_at, i.sent_at, i.expires_at, i.accepted_at, i.revoked_at,
    i.created_at, ${answer} as answer, coalesce(c.answer_by, i.expires_at) as answer_by
  from invitations i
  left join consents c on c.tenant_id = i.tenant_id and c.consent_id = i.consent_id`;

async function read(tx: Transaction, rest: SQL): Promise<readonly Asked[]> {
  const { rows } = await tx.execute(sql`${selection} ${rest}`);
  return rows.map((row) => toAsked(asked.parse(row)));
}

/** Row security makes somebody else's invitation indistinguishable from a missing one. */
export async function findInvitation(tx: Transaction, invitationId: InvitationId): Promise<Asked> {
  const [found] = await read(tx, sql`where i.invitation_id = ${invitationId}`);
  if (!found) throw new AppError("invitation.not_found", { invitationId });
  return found;
}

/** Nobody else changes it until this transaction ends. One that was taken back is changed by nobody. */
export async function lockInvitation(tx: Transaction, invitationId: InvitationId): Promise<Asked> {
  const [locked] = await read(tx, sql`where i.invitation_id = ${invitationId} for update of i`);
  if (locked) return locked;
  await findInvitation(tx, invitationId);
  throw new AppError("invitation.not_open", { invitationId });
}

/** The newest first. */
export async function listInvitationsSeen(tx: Transaction, limit: number): Promise<readonly Asked[]> {
  return read(tx, sql`order by i.created_at desc, i.invitation_id limit ${limit}`);
}

/** Whether the acting advisor has asked this person and the link still works. */
export async function hasOpenInvitation(tx: Transaction, investorId: PersonId, at: Date): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from invitations i
    join consents c on c.tenant_id = i.tenant_id and c.consent_id = i.consent_id
    where i.investor_id = ${investorId} and i.accepted_at is null and i.revoked_at is null
      and i.expires_at > ${at.toISOString()}::timestamptz and c.state = 'requested' limit 1`);
  return rows.length > 0;
}

export async function insertInvitation(tx: Transaction, invitation: Invitation): Promise<void> {
  await tx.insert(invitations).values(invitation);
}

/** Takes the old link away over the mailing that the decision was based on. */
export async function saveResent(tx: Transaction, before: Invitation, after: Invitation): Promise<void> {
  const { mailings, askedAt, sentAt, expiresAt } = after;
  await save(tx, before, { mailings, askedAt, sentAt, expiresAt, tokenHash: null });
}

export async function saveRevoked(tx: Transaction, before: Invitation, after: Invitation): Promise<void> {
  await save(tx, before, { revokedAt: after.revokedAt });
}

async function save(
  tx: Transaction,
  { invitationId, mailings }: Invitation,
  values: Partial<typeof invitations.$inferInsert>,
): Promise<void> {
  const unchanged = and(
    eq(invitations.invitationId, invitationId),
    eq(invitations.mailings, mailings),
    isNull(invitations.revokedAt),
  );
  const written = await tx
    .update(invitations)
    .set(values)
    .where(unchanged)
    .returning({ invitationId: invitations.invitationId });
  if (written.length !== 1) throw new AppError("invitation.not_open", { invitationId });
}

function toAsked(row: z.output<typeof asked>): Asked {
  return {
    invitation: {
      ...{ tenantId: row.tenant_id, invitationId: row.invitation_id, investorId: row.investor_id },
      ...{ consentId: row.consent_id, invitedBy: row.invited_by, institutionId: row.institution_id },
      ...{ externalReference: row.external_reference, locale: row.locale, mailings: row.mailings },
      ...{ askedAt: row.asked_at, sentAt: row.sent_at, expiresAt: row.expires_at },
      ...{ acceptedAt: row.accepted_at, revokedAt: row.revoked_at, createdAt: row.created_at },
    },
    answer: row.answer,
    answerBy: row.answer_by,
  };
}
