import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { leavable } from "#lib/kernel/data-cluster.ts";
import { answerOf, durationsOf } from "./answer.ts";
import type { ChangeSheetView } from "./answer-view.ts";
import { changeableClusters, changeableHistories } from "./change.ts";
import { viewConsents } from "./consent-views.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { listPresentations } from "./presentation-repository.ts";
import type { ReadAnswerSheet } from "./read-answer-sheet.ts";
import { databaseNow, findConsent } from "./repository.ts";
import { dayOf, durations } from "./validity.ts";

const longest = durations[durations.length - 1] ?? "P12M";

/** What an investor may change of a consent of theirs. What is in force is filled in: it is their own earlier choice. */
export async function readChangeSheet(
  ctx: Context,
  { consentId }: ReadAnswerSheet,
): Promise<ChangeSheetView> {
  requirePermission(ctx, "consent.decide");
  return inTransaction(ctx, async (tx) => {
    const consent = await findConsent(tx, consentId);
    const [view] = await viewConsents(tx, ctx, [consent]);
    if (!view) throw new Error(`${consentId} has no view`);
    const now = await databaseNow(tx);
    const today = dayOf(now);
    const shown = (await listPresentations(tx, consentId)).filter(
      ({ revision, acceptedAt }) => revision === consent.revision && acceptedAt === null,
    );
    const change = shown.find(({ shownFor }) => shownFor === "amend");
    const basis = { ...consent.terms, clusters: [...changeableClusters(consent.terms, today)] };
    const chosen = answerOf(
      basis,
      change?.offer.terms ?? consent.terms,
      change ? dayOf(change.presentedAt) : today,
    );
    return {
      consent: view,
      clusters: basis.clusters,
      items: leavable,
      histories: changeableHistories(consent.terms, today),
      people: (await listFirmAdvisors(tx))
        .filter(({ isDisabled }) => !isDisabled)
        .map(({ personId, name }) => ({ id: personId, name })),
      programs: view.recipients.programs,
      durations: durationsOf({ ...consent.terms, duration: longest }, now),
      chosen: { ...chosen, accountIds: [...(change?.offer.accountIds ?? consent.accountIds ?? [])] },
      renewal: shown.find(({ shownFor }) => shownFor === "renew")?.offer.terms.duration ?? null,
    };
  });
}
