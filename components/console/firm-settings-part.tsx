import { useLocale, useTranslations } from "next-intl";

import { Mark } from "#components/brand/mark.tsx";
import { ContactFacts } from "#components/help/contact-facts.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { placeOf } from "#components/vault/place.ts";
import type { FirmSettingsView } from "#lib/parties/view.ts";

export interface FirmSettingsPartProps {
  readonly firm: FirmSettingsView;
  readonly canChange: boolean;
}

/** How the firm looks, where its data is, how long it asks to keep any, and what it has to be able to show. */
export function FirmSettingsPart({ firm, canChange }: FirmSettingsPartProps) {
  const t = useTranslations("firm");
  const locale = useLocale();
  const { name, accent, logo, region, longestRetentionDays } = firm;
  return (
    <>
      <Section title={t("brand.heading")}>
        <ContactFacts
          facts={[
            { term: t("brand.name"), fact: name },
            { term: t("brand.accent"), fact: accent ? <code>{accent}</code> : t("brand.noAccent") },
            {
              term: t("brand.logo"),
              fact: (
                <span className="flex items-center gap-3">
                  <Mark of="firm" name={name} logo={logo} />
                  {logo ? null : t("brand.noLogo")}
                </span>
              ),
            },
          ]}
        />
        {canChange ? (
          <LinkButton href="/console/firm/brand" variant="secondary">
            {t("brand.change")}
          </LinkButton>
        ) : null}
      </Section>
      <Section title={t("retention.heading")}>
        <ContactFacts
          facts={[
            { term: t("region"), fact: `${placeOf(region, locale)} (${region})` },
            { term: t("retention.longest"), fact: t("retention.days", { count: longestRetentionDays }) },
          ]}
        />
        <p className="max-w-[42rem] text-quiet">{t("retention.law")}</p>
        {canChange ? (
          <LinkButton href="/console/firm/retention" variant="secondary">
            {t("retention.change")}
          </LinkButton>
        ) : null}
      </Section>
      <Section title={t("proof")}>
        <ul className="space-y-2">
          <li>
            <TextLink href="/console/firm/register">{t("toRegister")}</TextLink>
          </li>
          <li>
            <TextLink href="/console/firm/texts">{t("toTexts")}</TextLink>
          </li>
        </ul>
      </Section>
    </>
  );
}
