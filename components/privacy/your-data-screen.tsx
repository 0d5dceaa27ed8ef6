import { useTranslations } from "next-intl";

import { buttonClass } from "#components/ui/button-class.ts";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";

interface YourDataScreenProps {
  readonly firm: string;
  /** Back from having confirmed who they are, for the download. */
  readonly isConfirmed: boolean;
}

/** What is kept of the investor in plain words, a copy of all of it, and the way to have it erased. */
export function YourDataScreen({ firm, isConfirmed }: YourDataScreenProps) {
  const t = useTranslations("privacy");
  return (
    <div className="max-w-[48rem] space-y-12">
      <PageHeading title={t("title")}>
        <p>{t("lead")}</p>
      </PageHeading>
      <Section title={t("held.title")}>
        <WhatIsKept firm={firm} />
      </Section>
      <Section title={t("download.title")}>
        {isConfirmed ? (
          <Notice tone="good" word={t("download.readyWord")} role="status">
            <p>{t("download.ready")}</p>
          </Notice>
        ) : null}
        <p className="max-w-prose">{t("download.body")}</p>
        {/* Not a link of the router's, which would fetch it before anybody has asked. */}
        <a href="/your-data/download" className={buttonClass("primary")}>
          {t("download.button")}
        </a>
        <p className="text-small text-quiet">{t("download.hint")}</p>
      </Section>
      <Section title={t("erase.title")}>
        <p className="max-w-prose">{t("erase.teaser")}</p>
        <LinkButton href="/your-data/erase" variant="secondary">
          {t("erase.open")}
        </LinkButton>
      </Section>
    </div>
  );
}

function WhatIsKept({ firm }: { readonly firm: string }) {
  const t = useTranslations("privacy.held");
  const kept = [
    { term: t("personTerm"), fact: t("person") },
    { term: t("consentsTerm"), fact: t("consents") },
    { term: t("accessTerm"), fact: t("access") },
    { term: t("recordsTerm"), fact: t("records") },
    { term: t("seenTerm"), fact: t("seen", { firm }) },
    { term: t("signInsTerm"), fact: t("signIns") },
    { term: t("logTerm"), fact: t("log") },
  ];
  return (
    <dl className="divide-y divide-line border-line border-y">
      {kept.map(({ term, fact }) => (
        <div key={term} className="grid gap-x-8 gap-y-1 py-3 sm:grid-cols-[12rem_1fr]">
          <dt className="font-semibold">{term}</dt>
          <dd className="max-w-prose">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
