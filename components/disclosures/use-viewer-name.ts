import { useTranslations } from "next-intl";

import type { ViewerOfDataView } from "#lib/disclosures/view.ts";

/** What somebody who was shown data is called, with whom they work for. */
export function useViewerName(firm: string): (viewer: ViewerOfDataView) => string {
  const t = useTranslations("disclosures");
  return ({ type, name }) => {
    if (type === "client") return t("program", { firm });
    return name ? t("advisor", { name, firm }) : t("formerAdvisor", { firm });
  };
}
