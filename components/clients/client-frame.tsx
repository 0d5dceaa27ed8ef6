import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { ChoiceLinks } from "#components/wealth/choice-links.tsx";
import type { ClientFactsView } from "#lib/portfolio/client-view.ts";
import { type ClientPage, clientPath } from "./client-paths.ts";

export interface ClientFrameProps {
  readonly client: Omit<ClientFactsView, "consents">;
  readonly page: ClientPage;
  /** What everything is reckoned in; carried from page to page. */
  readonly base: string | null;
  readonly children: ReactNode;
}

/** Whose page it is, that they are told of it, and how much of what they have is not shown on it. */
export function ClientFrame({ client, page, base, children }: ClientFrameProps) {
  const t = useTranslations("clients");
  const { id, name, isNoted, hiddenAccounts } = client;
  const pages = ["overview", "entries", "performance", "notes", "ask"] as const;
  return (
    <div className="max-w-dashboard space-y-8">
      <p className="text-small">
        <TextLink href="/advisor">{t("back")}</TextLink>
      </p>
      <div className="space-y-4">
        <PageHeading title={name ?? t("unnamed")} />
        <ChoiceLinks
          label={t("pages")}
          choices={pages.map((key) => ({
            key,
            href: clientPath(id, key, { in: base }),
            label: t(`page.${key}`),
          }))}
          chosen={page}
        />
      </div>
      {isNoted ? (
        <Notice tone="info" word={t("notedTitle", { name: name ?? t("yourClient") })}>
          <p>{t("noted")}</p>
        </Notice>
      ) : null}
      {hiddenAccounts > 0 ? (
        <p className="max-w-[42rem] border-line-strong border-s-2 ps-4">
          <strong>{t("hidden", { count: hiddenAccounts })}</strong>{" "}
          {t("hiddenMeans", { count: hiddenAccounts })}
        </p>
      ) : null}
      {children}
    </div>
  );
}
