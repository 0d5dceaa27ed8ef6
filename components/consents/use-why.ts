import { useTranslations } from "next-intl";

import type { ConsentView } from "#lib/consent/view.ts";

/** What the data is for: once for all kinds where it is the same, otherwise kind by kind; and the legal footing. */
export function useWhy({ clusters, lawfulBasis }: ConsentView): readonly string[] {
  const t = useTranslations("consents.card");
  const receipt = useTranslations("receipt");
  const lines = clusters.map(({ cluster, purposes }) => ({
    category: receipt(`categories.${cluster}`),
    purposes: purposes.map((purpose) => receipt(`purposes.${purpose}`)).join(", "),
  }));
  const [first] = lines;
  const isSame = first !== undefined && lines.every(({ purposes }) => purposes === first.purposes);
  const what = isSame ? [t("forAll", first)] : lines.map((line) => t("forKind", line));
  return [...what, receipt(`bases.${lawfulBasis}`)];
}
