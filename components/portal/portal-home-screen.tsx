import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { ViewerView } from "#lib/identity/view.ts";

export interface PortalHomeScreenProps {
  readonly viewer: ViewerView;
}

export function PortalHomeScreen({ viewer }: PortalHomeScreenProps) {
  const t = useTranslations("portal");
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("greeting", { name: viewer.name })}</p>
      </PageHeading>
      <EmptyState title={t("emptyTitle")}>
        <p>{t("emptyBody")}</p>
        <p>{t("emptyNext", { firm: viewer.firm.name })}</p>
      </EmptyState>
    </div>
  );
}
