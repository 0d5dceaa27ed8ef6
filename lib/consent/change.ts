import { z } from "zod";
import { type DataCluster, dataClusters, leavable } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, idSchema } from "#lib/kernel/id.ts";
import {
  historiesOf,
  historyFor,
  recipientsFor,
  requireAnswers,
  several,
  whatFields,
  whoFields,
} from "./answer.ts";
import type { HistoryOptionView } from "./answer-view.ts";
import type { GivenConsent } from "./consent.ts";
import type { OfferChoice } from "./presentation.ts";
import { type ClusterTerms, clustersWithHistory, type Terms } from "./terms.ts";
import { durations } from "./validity.ts";

/** What an investor makes of a consent that is in force, as their form sends it. */
export const ChangeForm = requireAnswers(
  z.strictObject({
    consentId: idSchema("con"),
    ...whatFields,
    ...whoFields,
    /** Whether the form asked about accounts: before a bank has named any, there are none to ask about. */
    accounts: z.enum(["asked", "none"]),
    account: several(idSchema("acc")),
  }),
).refine(({ accounts, account }) => accounts === "none" || account.length > 0, {
  path: ["account"],
  message: "required",
});
export type ChangeForm = z.output<typeof ChangeForm>;

/** A new end, counted from when its text is shown. */
export const RenewForm = z.strictObject({ consentId: idSchema("con"), duration: z.enum(durations) });
export type RenewForm = z.output<typeof RenewForm>;

/** Every kind of data: those in force as they are, and the others with the purposes that the consent has already. */
export function changeableClusters({ clusters }: Terms, today: string): readonly ClusterTerms[] {
  const purposes = [...new Set(clusters.flatMap((one) => one.purposes))];
  const [inForce] = historiesOf(clusters, today);
  return dataClusters.map(
    (cluster) =>
      clusters.find((one) => one.cluster === cluster) ?? {
        ...{ cluster, purposes, leavesOut: cluster === "transactions" ? [...leavable] : [] },
        // What is added has no past of its own: it begins where the rest does, or today.
        historyFrom: hasPast(cluster) ? (inForce ? inForce.from : today) : null,
      },
  );
}

const hasPast = (cluster: DataCluster) => clustersWithHistory.includes(cluster);

/** Never further back than now: a longer past is asked for by the firm, in a consent of its own. */
export const changeableHistories = (terms: Terms, today: string): readonly HistoryOptionView[] =>
  historiesOf(changeableClusters(terms, today), today);

/** What would be in force. Accounts are kept or taken away; others come with the bank that names them. */
export function changeOf(consent: GivenConsent, form: ChangeForm, today: string): OfferChoice {
  const all = changeableClusters(consent.terms, today);
  const clusters = all
    .filter(({ cluster }) => form.cluster.includes(cluster))
    .map((terms) => ({
      ...terms,
      historyFrom: hasPast(terms.cluster)
        ? historyFor(terms.historyFrom, form.history, today)
        : terms.historyFrom,
      leavesOut: terms.cluster === "transactions" ? leavable.filter((item) => !form.item.includes(item)) : [],
    }));
  return {
    clusters,
    recipients: recipientsFor(form),
    ...(consent.accountIds ? { accountIds: accountsOf(consent.accountIds, form.account) } : {}),
  };
}

function accountsOf(known: readonly AccountId[], ticked: readonly AccountId[]): readonly AccountId[] {
  if (ticked.length === 0 || !ticked.every((id) => known.includes(id))) {
    throw new AppError("consent.terms_invalid", { field: "accountIds" });
  }
  return known.filter((id) => ticked.includes(id));
}
