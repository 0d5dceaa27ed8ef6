import { useTranslations } from "next-intl";

import type { ConsentFilter } from "#lib/consent/firm-list-view.ts";

/** What the field of a filter is called. */
export function useFilterLabel(): (filter: ConsentFilter) => string {
  const t = useTranslations("consoleConsents");
  const lists = useTranslations("consoleLists");
  const labels: Readonly<Record<ConsentFilter, string>> = {
    investor: lists("investor"),
    advisor: t("advisor"),
    institution: t("institution"),
    standing: t("columns.standing"),
    from: lists("from"),
    to: lists("to"),
  };
  return (filter) => labels[filter];
}
