import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { type ChangeForm, changeOf, type RenewForm } from "./change.ts";
import { requireInForce } from "./consent.ts";
import { type PresentConsent, presentConsent } from "./present-consent.ts";
import { databaseNow, findConsent } from "./repository.ts";
import { dayOf } from "./validity.ts";
import type { PresentationView } from "./view.ts";

/** Shows the text of what a consent would be. What is in force stays until it is agreed to, and if it is not. */
export async function presentChange(
  ctx: Context,
  form: ChangeForm,
  locale: Locale,
): Promise<PresentationView> {
  requirePermission(ctx, "consent.decide");
  const { consentId } = form;
  const choice = await inTransaction(ctx, async (tx) => {
    const now = await databaseNow(tx);
    return changeOf(requireInForce(await findConsent(tx, consentId), now), form, dayOf(now));
  });
  // Somebody who changes it meanwhile makes another revision, and what is shown here is then agreed to no more.
  return presentConsent(ctx, {
    ...{ consentId, shownFor: "amend", locale },
    choice: choice as PresentConsent["choice"],
  });
}

/** Shows the text with a new end. All else stays as it is. */
export const presentRenewal = (
  ctx: Context,
  { consentId, duration }: RenewForm,
  locale: Locale,
): Promise<PresentationView> =>
  presentConsent(ctx, { consentId, shownFor: "renew", locale, choice: { duration } });
