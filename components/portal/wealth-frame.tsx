import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { ChoiceLinks } from "#components/wealth/choice-links.tsx";
import { type WealthPage, wealthPath } from "./wealth-paths.ts";

export interface WealthFrameProps {
  /** `null` on a page that none of these is. */
  readonly page: WealthPage | null;
  /** What everything is reckoned in; carried from page to page. */
  readonly base: string | null;
  readonly title: string;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
}

/** The heading of a page about one's own wealth, and the way to the others. */
export function WealthFrame({ page, base, title, intro, children }: WealthFrameProps) {
  const t = useTranslations("wealth.own");
  const pages = ["overview", "entries", "performance", "assets"] as const;
  return (
    <div className="space-y-10">
      <div className="space-y-4">
        <PageHeading title={title}>{intro}</PageHeading>
        <ChoiceLinks
          label={t("pages")}
          choices={pages.map((key) => ({
            key,
            href: wealthPath(key, { in: base }),
            label: t(`page.${key}`),
          }))}
          chosen={page}
        />
      </div>
      {children}
    </div>
  );
}
