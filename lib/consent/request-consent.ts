import { z } from "zod";
import type { Actor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import {
  type ClientId,
  type ConsentId,
  idSchema,
  newId,
  type PersonId,
  type TenantId,
} from "#lib/kernel/id.ts";
import { consentRequested } from "./audit-events.ts";
import type { OpenConsent } from "./consent.ts";
import { coversOf } from "./covers.ts";
import { isInvestorOfFirm } from "./party-repository.ts";
import { recordAct } from "./record-act.ts";
import { databaseNow, insertConsent, readFirm } from "./repository.ts";
import { requireAdvisors } from "./require-advisors.ts";
import { requirePastHistory, type Terms, termsSchema } from "./terms.ts";
import { addDays, answerWithinDays } from "./validity.ts";

export const RequestConsent = z.strictObject({ investorId: idSchema("per"), terms: termsSchema });
export type RequestConsent = z.output<typeof RequestConsent>;

/** Asks an investor of the own firm. Whoever asks is among those who would see, so nobody asks on another's behalf unseen. */
export async function requestConsent(ctx: Context, input: RequestConsent): Promise<ConsentId> {
  requirePermission(ctx, "consent.request");
  return inTransaction(ctx, async (tx) => (await requestConsentWithin(tx, ctx, input)).consentId);
}

/** The same within an act that does more, such as inviting the investor: both happen, or neither. */
export async function requestConsentWithin(
  tx: Transaction,
  ctx: Context,
  { investorId, terms }: RequestConsent,
): Promise<Pick<OpenConsent, "consentId" | "answerBy">> {
  requirePermission(ctx, "consent.request");
  const { tenantId, id: requestedBy } = requesterOf(ctx.actor);
  requireSelf(ctx.actor, terms);

  const now = await databaseNow(tx);
  requirePastHistory(terms, now);
  await requireParties(tx, investorId, terms);
  const { region, longestRetentionDays } = await readFirm(tx, tenantId);
  // The firm's own bound, which the database holds too (drizzle/data/0045_staff.sql).
  if (terms.retentionDays > longestRetentionDays) {
    throw new AppError("consent.terms_invalid", { field: "retentionDays" });
  }
  const consent: OpenConsent = {
    ...{ tenantId, consentId: newId("con"), investorId, state: "requested", revision: 1 },
    ...{ terms, accountIds: null, region, requestedBy, requestedAt: now },
    ...{ answerBy: addDays(now, answerWithinDays), replacesId: null },
  };
  await insertConsent(tx, consent);
  const event = consentRequested({ ...coversOf(consent), investorId });
  await recordAct(tx, ctx, consent, { act: "requested", at: now, reason: null, event });
  return consent;
}

function requesterOf(actor: Actor): { tenantId: TenantId; id: PersonId | ClientId } {
  if (actor.type === "advisor") return { tenantId: actor.tenantId, id: actor.personId };
  if (actor.type === "client") return { tenantId: actor.tenantId, id: actor.clientId };
  throw new AppError("auth.forbidden", { holder: actor.type });
}

/** An advisor names themselves or the team and no programs; a program names no program but itself. */
function requireSelf(actor: Actor, { recipients: { wholeTeam, advisorIds, clientIds } }: Terms): void {
  const isRight =
    actor.type === "advisor"
      ? clientIds.length === 0 && (wholeTeam || advisorIds.includes(actor.personId))
      : actor.type === "client" && clientIds.every((id) => id === actor.clientId);
  if (!isRight) throw new AppError("consent.terms_invalid", { field: "recipients" });
}

async function requireParties(tx: Transaction, investorId: PersonId, { recipients }: Terms): Promise<void> {
  if (!(await isInvestorOfFirm(tx, investorId))) throw new AppError("consent.party_unknown", { investorId });
  await requireAdvisors(tx, recipients);
}
