import { useLocale, useTranslations } from "next-intl";

import { ContactFacts, Lines } from "#components/help/contact-facts.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { placeOf } from "#components/vault/place.ts";
import { formatCountry, formatList } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { ProcessingRegisterView, SubProcessorView } from "#lib/parties/view.ts";

interface Props {
  readonly register: ProcessingRegisterView;
}

/** The record of processing activities, as an authority asks for it. It prints as it stands. */
export function ProcessingRegisterScreen({ register }: Props) {
  const t = useTranslations("register");
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/firm">{t("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <p className="text-quiet">
        {t("asOf")} <Time iso={register.asOf} show="moment" />
      </p>
      <Controller register={register} />
      <Processor register={register} />
      <Activities register={register} />
      <SubProcessors register={register} />
      <Section title={t("measuresTitle")}>
        <ul className="max-w-[42rem] list-disc space-y-1 pl-5">
          {register.measures.map((one) => (
            <li key={one}>{t(`measures.${one}`)}</li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function Controller({ register: { firm, region, contacts, missing } }: Props) {
  const t = useTranslations("register");
  const fields = useTranslations("firmContacts.fields");
  const locale = useLocale();
  return (
    <Section title={t("controllerTitle")}>
      {missing.length > 0 ? (
        <div className="max-w-[42rem]">
          <Notice tone="caution" word={t("missingWord")}>
            <p>
              {t("missing", {
                list: formatList(
                  locale,
                  missing.map((field) => fields(field)),
                ),
              })}
            </p>
          </Notice>
        </div>
      ) : null}
      <ContactFacts
        facts={[
          { term: t("name"), fact: contacts.legalName ?? firm },
          contacts.address ? { term: t("address"), fact: contacts.address } : null,
          contacts.email ? { term: t("mail"), fact: contacts.email } : null,
          contacts.dpoEmail
            ? { term: t("dpo"), fact: <Lines lines={[contacts.dpoName, contacts.dpoEmail]} /> }
            : null,
          { term: t("region"), fact: <Places regions={[region]} /> },
        ]}
      />
    </Section>
  );
}

function Processor({ register: { provider } }: Props) {
  const t = useTranslations("register");
  return (
    <Section title={t("processorTitle")}>
      <ContactFacts
        facts={[
          { term: t("name"), fact: provider.name },
          { term: t("address"), fact: provider.address },
          { term: t("mail"), fact: provider.mail },
          { term: t("dpo"), fact: <Lines lines={[provider.dpo.name, provider.dpo.mail]} /> },
          {
            term: t("registration"),
            fact: <Lines lines={[provider.registration.register, provider.registration.number]} />,
          },
        ]}
      />
    </Section>
  );
}

const told = ["purpose", "people", "data", "recipients", "kept"] as const;

function Activities({ register: { activities, longestRetentionDays } }: Props) {
  const t = useTranslations("register");
  return (
    <Section title={t("activitiesTitle")}>
      {activities.map((activity) => (
        <section key={activity} className="space-y-2">
          <h3 className="font-semibold">{t(`activities.${activity}.name`)}</h3>
          <ContactFacts
            facts={told.map((one) => ({
              term: t(one),
              fact: t(`activities.${activity}.${one}`, { days: longestRetentionDays }),
            }))}
          />
        </section>
      ))}
    </Section>
  );
}

function SubProcessors({ register: { provider, region, abroad } }: Props) {
  const t = useTranslations("register");
  const locale = useLocale();
  const columns = ["name", "task", "where"] as const;
  return (
    <Section title={t("subProcessorsTitle")}>
      {provider.subProcessors.length === 0 ? (
        <p>{t("subProcessorsNone")}</p>
      ) : (
        <Table
          caption={t("subProcessorsTitle")}
          columns={columns.map((key) => ({ key, header: t(key) }))}
          rows={provider.subProcessors.map((one) => ({
            key: one.name,
            cells: [
              one.name,
              <span key="task" className="block min-w-64 whitespace-normal">
                {one.what}
              </span>,
              <Places key="where" regions={one.regions} />,
            ],
          }))}
        />
      )}
      <p className="max-w-[42rem]">
        {abroad.length === 0
          ? t("abroadNone")
          : t("abroad", { list: formatList(locale, abroad.map(nameOf)) })}{" "}
        {t("firmRegion", { region: `${placeOf(region, locale)} (${region})` })}
      </p>
    </Section>
  );
}

const nameOf = ({ name }: SubProcessorView) => name;

/** Regions such as `eu-nl` by their countries, with the code. */
function Places({ regions }: { readonly regions: readonly string[] }) {
  const locale = useLocale() as Locale;
  return regions.map((region, at) => (
    <span key={region}>
      {at > 0 ? ", " : ""}
      {formatCountry(locale, region.split("-").at(-1)?.toUpperCase() ?? region)} <code>{region}</code>
    </span>
  ));
}
