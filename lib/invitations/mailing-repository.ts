import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { hashToken } from "#lib/identity/token.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { InvitationId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import type { Invitation } from "./invitation.ts";
import { invitationLinks, invitations } from "./schema.ts";

const addressee = z.object({
  name: z.string(),
  email: z.string(),
  locale: z.enum(locales),
  is_disabled: z.boolean(),
  firm: z.string(),
  advisor: z.string(),
});

/**
 * Whom the mail goes to, in the language that they chose themselves or else in the invitation's. Nobody is written to
 * who was blocked, nor in the name of an advisor who was.
 */
export async function readAddressee(tx: Transaction, invitationId: InvitationId) {
  const { rows } = await tx.execute(sql`
    select p.name, p.email, coalesce(p.locale, i.locale) as locale,
      p.disabled_at is not null or a.disabled_at is not null as is_disabled,
      t.name as firm, a.name as advisor
    from invitations i
    join people p on p.tenant_id = i.tenant_id and p.person_id = i.investor_id
    join people a on a.tenant_id = i.tenant_id and a.person_id = i.invited_by
    join tenants t on t.tenant_id = i.tenant_id
    where i.invitation_id = ${invitationId}`);
  if (rows[0] === undefined) throw new AppError("invitation.not_found", { invitationId });
  const { is_disabled: isDisabled, ...rest } = addressee.parse(rows[0]);
  return { ...rest, isDisabled };
}

/** Notes a link that opens nothing yet: one in a mail that was overtaken is told from one that never was. */
export async function insertLink(
  tx: Transaction,
  { tenantId, invitationId, investorId }: Invitation,
  token: Secret<string>,
  madeAt: Date,
): Promise<void> {
  const tokenHash = hashToken(token);
  await tx.insert(invitationLinks).values({ tenantId, tokenHash, invitationId, investorId, madeAt });
}

/** The link works from the commit on, if its mail is still the last one that was asked for. */
export async function openLink(
  tx: Transaction,
  { invitationId, mailings }: Invitation,
  token: Secret<string>,
  sentAt: Date,
): Promise<void> {
  const isWanted = and(
    eq(invitations.invitationId, invitationId),
    eq(invitations.mailings, mailings),
    isNull(invitations.sentAt),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  );
  await tx
    .update(invitations)
    .set({ tokenHash: hashToken(token), sentAt })
    .where(isWanted);
}
