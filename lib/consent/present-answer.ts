import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { type AnswerForm, choiceOf } from "./answer.ts";
import { presentConsent } from "./present-consent.ts";
import { databaseNow, findConsent } from "./repository.ts";
import { dayOf } from "./validity.ts";
import type { PresentationView } from "./view.ts";

export interface PresentAnswer {
  readonly answer: AnswerForm;
  readonly locale: Locale;
}

/** Shows the text of what was chosen. "From today" is the day in the database, whose clock decides everything else too. */
export async function presentAnswer(
  ctx: Context,
  { answer, locale }: PresentAnswer,
): Promise<PresentationView> {
  requirePermission(ctx, "consent.decide");
  const { consentId } = answer;
  const { terms, today } = await inTransaction(ctx, async (tx) => ({
    // What is asked for never changes while it is open, so that what was chosen of it holds in the next transaction.
    terms: (await findConsent(tx, consentId)).terms,
    today: dayOf(await databaseNow(tx)),
  }));
  return presentConsent(ctx, { consentId, shownFor: "give", locale, choice: choiceOf(terms, answer, today) });
}
