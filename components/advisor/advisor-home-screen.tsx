import { useTranslations } from "next-intl";

import { ClientList } from "#components/clients/client-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { ViewerView } from "#lib/identity/view.ts";
import type { ClientView } from "#lib/portfolio/view.ts";

export interface AdvisorHomeScreenProps {
  readonly viewer: ViewerView;
  readonly clients: readonly ClientView[];
}

export function AdvisorHomeScreen({ viewer, clients }: AdvisorHomeScreenProps) {
  const t = useTranslations("advisor");
  const list = useTranslations("clients");
  if (clients.length > 0) {
    return (
      <div className="space-y-6">
        <PageHeading title={t("title")}>
          <p>{list("intro")}</p>
        </PageHeading>
        <ClientList clients={clients} />
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")} />
      <EmptyState title={t("emptyTitle")}>
        <p>{t("emptyBody")}</p>
        <p>{t("emptyNext", { firm: viewer.firm.name })}</p>
        <p className="pt-2">
          <LinkButton href="/advisor/invitations/new" variant="primary">
            {t("invite")}
          </LinkButton>
        </p>
      </EmptyState>
    </div>
  );
}
