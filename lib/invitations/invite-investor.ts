import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { requestConsentWithin } from "#lib/consent/request-consent.ts";
import { termsSchema } from "#lib/consent/terms.ts";
import type { Transaction } from "#lib/db/database.ts";
import { emailSchema } from "#lib/identity/email.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type InvitationId, newId, type PersonId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { nameSchema, referenceSchema } from "#lib/kernel/typed-text.ts";
import { invitationMade } from "./audit-events.ts";
import { findOrAddInvestor } from "./gate-repository.ts";
import { expiryOf, type Invitation } from "./invitation.ts";
import { limitInvitations, limitMailbox } from "./invitation-limits.ts";
import { sendInvitationMail } from "./jobs.ts";
import { hasOpenInvitation, insertInvitation } from "./repository.ts";

export const InviteInvestor = z.strictObject({
  email: emailSchema,
  name: nameSchema,
  locale: z.enum(locales),
  terms: termsSchema,
  institutionId: z.string().max(63).nullable(),
  externalReference: referenceSchema.nullable(),
});
export type InviteInvestor = z.output<typeof InviteInvestor>;

/**
 * Asks somebody for a consent by mail. The person, the request and the invitation are there together or not at all.
 * Whoever is an investor of the firm already keeps the name that they have; nobody of its staff is invited.
 */
export async function inviteInvestor(
  ctx: Context,
  institutions: Institutions,
  input: InviteInvestor,
): Promise<{ readonly invitationId: InvitationId }> {
  const actor = requirePerson(ctx, "invitation.send");
  const { institutionId } = input;
  if (institutionId !== null && !institutions.has(institutionId)) {
    throw new AppError("institution.not_found", { institutionId });
  }
  await limitInvitations(ctx, actor);
  await limitMailbox(ctx, actor, input.email);

  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { investorId, isNew } = await findInvitee(tx, input, now);
    if (await hasOpenInvitation(tx, investorId, now)) {
      throw new AppError("invitation.already_open", { investorId });
    }
    const { terms, locale, externalReference } = input;
    const { consentId, answerBy } = await requestConsentWithin(tx, ctx, { investorId, terms });
    const invitation: Invitation = {
      ...{ tenantId: actor.tenantId, invitationId: newId("inv"), investorId, consentId },
      ...{ invitedBy: actor.personId, institutionId, externalReference, locale },
      ...{ mailings: 1, askedAt: now, sentAt: null, expiresAt: expiryOf(now, answerBy) },
      ...{ acceptedAt: null, revokedAt: null, createdAt: now },
    };
    await insertInvitation(tx, invitation);
    const { tenantId, invitationId, mailings: mailing } = invitation;
    await enqueue(tx, sendInvitationMail, { tenantId, invitationId, mailing });
    const event = { invitationId, consentId, investorId, isNewPerson: isNew, institutionId };
    await appendAudit(tx, ctx, invitationMade(event));
    return { invitationId };
  });
}

async function findInvitee(
  tx: Transaction,
  { email, name, locale }: InviteInvestor,
  at: Date,
): Promise<{ readonly investorId: PersonId; readonly isNew: boolean }> {
  const personId: PersonId = newId("per");
  const { investorId, isNew, refusal } = await findOrAddInvestor(tx, { personId, name, email, locale, at });
  if (refusal === "staff") throw new AppError("invitation.not_an_investor");
  if (refusal === "disabled") throw new AppError("invitation.person_disabled");
  return { investorId, isNew };
}
