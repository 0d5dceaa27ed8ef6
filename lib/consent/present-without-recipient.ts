import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { presentConsent } from "./present-consent.ts";
import { findConsent } from "./repository.ts";
import type { Recipients } from "./terms.ts";
import type { PresentationView } from "./view.ts";

export const PresentWithoutRecipient = z.strictObject({
  consentId: idSchema("con"),
  recipientId: z.union([idSchema("per"), idSchema("cli")]),
  locale: z.enum(locales),
});
export type PresentWithoutRecipient = z.output<typeof PresentWithoutRecipient>;

/**
 * Shows what the consent would be without one of those whom it names. All else stays as it is, the bank's connection
 * too. The last one is not taken out: that is a withdrawal, and says so.
 */
export async function presentWithoutRecipient(
  ctx: Context,
  { consentId, recipientId, locale }: PresentWithoutRecipient,
): Promise<PresentationView> {
  requirePermission(ctx, "consent.decide");
  const { terms } = await inTransaction(ctx, (tx) => findConsent(tx, consentId));
  const recipients = without(terms.recipients, recipientId);
  return presentConsent(ctx, { consentId, shownFor: "amend", locale, choice: { recipients } });
}

function without(
  { wholeTeam, advisorIds, clientIds }: Recipients,
  recipientId: PresentWithoutRecipient["recipientId"],
): Recipients {
  const rest = {
    wholeTeam,
    advisorIds: advisorIds.filter((id) => id !== recipientId),
    clientIds: clientIds.filter((id) => id !== recipientId),
  };
  const left = rest.advisorIds.length + rest.clientIds.length;
  const isNamed = left < advisorIds.length + clientIds.length;
  if (!isNamed || (!wholeTeam && left === 0)) {
    throw new AppError("consent.terms_invalid", { field: "recipients" });
  }
  return rest;
}
