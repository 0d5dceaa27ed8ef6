import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { ViewerView } from "#lib/identity/view.ts";

export interface AdvisorHomeScreenProps {
  readonly viewer: ViewerView;
}

export function AdvisorHomeScreen({ viewer }: AdvisorHomeScreenProps) {
  const t = useTranslations("advisor");
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} />
      <EmptyState title={t("emptyTitle")}>
        <p>{t("emptyBody")}</p>
        <p>{t("emptyNext", { firm: viewer.firm.name })}</p>
      </EmptyState>
    </div>
  );
}
