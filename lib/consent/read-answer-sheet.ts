import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { answerOf, durationsOf, historiesOf, itemsOf } from "./answer.ts";
import type { AnswerSheetView, AnswerView } from "./answer-view.ts";
import type { Consent } from "./consent.ts";
import { viewConsents } from "./consent-views.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { listPresentations } from "./presentation-repository.ts";
import { databaseNow, findConsent } from "./repository.ts";
import { dayOf } from "./validity.ts";
import type { PartyView } from "./view.ts";

export const ReadAnswerSheet = z.strictObject({ consentId: idSchema("con") });
export type ReadAnswerSheet = z.output<typeof ReadAnswerSheet>;

/** What an investor decides about a request, with what they chose before where a text for it was shown. */
export async function readAnswerSheet(
  ctx: Context,
  { consentId }: ReadAnswerSheet,
): Promise<AnswerSheetView> {
  requirePermission(ctx, "consent.decide");
  return inTransaction(ctx, async (tx) => {
    const consent = await findConsent(tx, consentId);
    const [view] = await viewConsents(tx, ctx, [consent]);
    if (!view) throw new Error(`${consentId} has no view`);
    const now = await databaseNow(tx);
    const { terms } = consent;
    return {
      consent: view,
      clusters: view.clusters,
      items: itemsOf(terms.clusters),
      histories: historiesOf(terms.clusters, dayOf(now)),
      durations: durationsOf(terms, now),
      mayBeTeam: terms.recipients.wholeTeam,
      people: await peopleFor(tx, consent, view.recipients.advisors),
      programs: view.recipients.programs,
      last: await lastAnswer(tx, consent),
    };
  });
}

/** Whoever asks for the whole team leaves it to the investor to name some of it. */
async function peopleFor(
  tx: Transaction,
  { terms }: Consent,
  asked: readonly PartyView[],
): Promise<readonly PartyView[]> {
  if (!terms.recipients.wholeTeam) return asked;
  const advisors = await listFirmAdvisors(tx);
  return advisors
    .filter(({ isDisabled }) => !isDisabled)
    .map(({ personId, name }) => ({ id: personId, name }));
}

async function lastAnswer(tx: Transaction, consent: Consent): Promise<AnswerView | null> {
  const shown = await listPresentations(tx, consent.consentId);
  const last = shown.find(({ revision, shownFor }) => revision === consent.revision && shownFor === "give");
  return last ? answerOf(consent.terms, last.offer.terms, dayOf(last.presentedAt)) : null;
}
