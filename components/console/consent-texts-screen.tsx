import { useTranslations } from "next-intl";

import { ConsentText } from "#components/consents/consent-text.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { TextReleasesView } from "#lib/consent/view.ts";

/** Every wording that investors were ever shown, and one of them to read. */
export function ConsentTextsScreen({ texts: { releases, shown } }: { readonly texts: TextReleasesView }) {
  const t = useTranslations("firm.texts");
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/firm">{t("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <Table
        caption={t("title")}
        columns={(["version", "language", "state", "sha256"] as const).map((key) => ({
          key,
          header: t(key),
        }))}
        rows={releases.map(({ version, locale, isCurrent, sha256 }) => ({
          key: `${version} ${locale}`,
          cells: [
            <TextLink key="version" href={`/console/firm/texts?version=${version}&language=${locale}`}>
              {`${version} · ${locale}`}
            </TextLink>,
            t(`languages.${locale as "en"}`),
            <Badge key="state" tone={isCurrent ? "good" : "neutral"}>
              {t(isCurrent ? "inForce" : "earlier")}
            </Badge>,
            <code key="hash">{sha256}</code>,
          ],
        }))}
      />
      <Section
        title={t("shown", { version: shown.version, language: t(`languages.${shown.locale as "en"}`) })}
      >
        <p className="max-w-[42rem] text-quiet">{t("example")}</p>
        <div className="rounded-edge border border-line bg-raised p-5">
          <ConsentText text={shown.text} locale={shown.locale} />
        </div>
      </Section>
    </div>
  );
}
