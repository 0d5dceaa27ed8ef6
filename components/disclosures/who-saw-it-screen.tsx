import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { DisclosurePageView } from "#lib/disclosures/view.ts";
import { DisclosureDays } from "./disclosure-days.tsx";
import { DisclosureFilter } from "./disclosure-filter.tsx";
import { listPath, type Narrowed } from "./paths.ts";

export interface WhoSawItScreenProps {
  readonly page: DisclosurePageView;
  readonly narrowed: Narrowed;
  /** Whether this is a page further back than the first. */
  readonly isFurther: boolean;
  readonly consents: readonly ConsentView[];
  readonly firm: string;
}

/** Who was shown which of the investor's bank data, when, and under which consent. */
export function WhoSawItScreen({ page, narrowed, isFurther, consents, firm }: WhoSawItScreenProps) {
  const t = useTranslations("disclosures");
  const given = consents.filter(({ givenAt }) => givenAt !== null);
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("intro", { firm })}</p>
      </PageHeading>
      {page.isEver ? (
        <>
          <DisclosureFilter narrowed={narrowed} viewers={page.viewers} consents={given} firm={firm} />
          {page.lines.length > 0 ? (
            <DisclosureDays lines={page.lines} consents={consents} firm={firm} />
          ) : (
            <EmptyState title={t("noneTitle")}>
              <p>{t("noneBody")}</p>
            </EmptyState>
          )}
          <p className="flex flex-wrap gap-x-6 gap-y-3">
            {isFurther ? <TextLink href={listPath(narrowed, null)}>{t("newest")}</TextLink> : null}
            {page.next ? <TextLink href={listPath(narrowed, page.next)}>{t("older")}</TextLink> : null}
          </p>
        </>
      ) : (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
          <p>
            <TextLink href="/consents">{t("emptyAct")}</TextLink>
          </p>
        </EmptyState>
      )}
      <NotHere firm={firm} />
    </div>
  );
}

function NotHere({ firm }: { readonly firm: string }) {
  const t = useTranslations("disclosures");
  return (
    <Section title={t("notHereTitle")}>
      <div className="max-w-[42rem] space-y-3 text-quiet">
        <p>{t("notHere.list")}</p>
        <p>{t("notHere.copies", { firm })}</p>
        <p>{t("notHere.jobs")}</p>
        <p>{t("notHere.hidden")}</p>
        <p>{t("kept")}</p>
      </div>
    </Section>
  );
}
