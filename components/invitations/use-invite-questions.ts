import { useTranslations } from "next-intl";

import type { Question } from "#components/journey/question.ts";
import type { InvitationChoicesView } from "#lib/invitations/view.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";

const purposes = ["overview", "advice", "reporting", "suitability"] as const;

/** Which data, what for, and who sees it. No kind of data and no purpose is chosen beforehand; who sees is the fewest. */
export function useInviteQuestions(
  firm: string,
  colleagues: InvitationChoicesView["colleagues"],
): readonly Question[] {
  const t = useTranslations("invitation.form");
  const receipt = useTranslations("receipt");
  const named: Question = {
    ...{ name: "colleague", kind: "several", chosen: [] },
    ...{ legend: t("colleagues"), missing: t("colleaguesMissing") },
    options: colleagues.map(({ id, name }) => ({ value: id, label: name })),
  };
  const sights = colleagues.length > 0 ? (["me", "named", "team"] as const) : (["me", "team"] as const);
  return [
    {
      ...{ name: "cluster", kind: "several", chosen: [] },
      ...{ legend: t("clusters"), hint: t("clustersHint"), missing: t("clustersMissing") },
      options: dataClusters.map((cluster) => ({ value: cluster, label: receipt(`categories.${cluster}`) })),
    },
    {
      ...{ name: "purpose", kind: "several", chosen: [] },
      ...{ legend: t("purposes"), missing: t("purposesMissing") },
      options: purposes.map((purpose) => ({ value: purpose, label: t(`purpose.${purpose}`) })),
    },
    {
      ...{ name: "sight", kind: "one", chosen: ["me"] },
      ...{ legend: t("sight"), missing: t("sightMissing") },
      options: sights.map((sight) => ({
        value: sight,
        label: t(`sights.${sight}`, { firm }),
        ...(sight === "named" ? { further: named } : {}),
      })),
    },
  ];
}
