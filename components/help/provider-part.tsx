import { useLocale, useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { formatCountry } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { ProviderView } from "#lib/parties/view.ts";
import { Complaints, ContactFacts, Lines, MailLink, OutsideLink, PhoneLink } from "./contact-facts.tsx";

/** We as the processor: who that is by register and supervisor, and who works for us. */
export function ProviderPart({ provider }: { readonly provider: ProviderView }) {
  const t = useTranslations("help");
  const { name, isDemonstration, registration, address, mail, phone, dpo, complaints } = provider;
  return (
    <>
      <Section title={t("providerTitle", { provider: name })}>
        <p className="max-w-[42rem]">{t("providerRole", { provider: name })}</p>
        {isDemonstration ? (
          <div className="max-w-[42rem]">
            <Notice tone="caution" word={t("demonstrationWord")}>
              <p>{t("demonstration")}</p>
            </Notice>
          </div>
        ) : null}
        <ContactFacts
          facts={[
            { term: t("terms.number"), fact: registration.number },
            { term: t("terms.register"), fact: <Register {...registration} /> },
            { term: t("terms.supervisor"), fact: registration.supervisor },
            { term: t("terms.address"), fact: address },
            { term: t("terms.email"), fact: <MailLink address={mail} /> },
            phone ? { term: t("terms.phone"), fact: <PhoneLink number={phone} /> } : null,
            {
              term: t("terms.dpo"),
              fact: <Lines lines={[dpo.name, <MailLink key="mail" address={dpo.mail} />]} />,
            },
            { term: t("terms.complaints"), fact: <Complaints {...complaints} /> },
          ]}
        />
      </Section>
      <Helpers provider={provider} />
    </>
  );
}

function Register({ register, page }: ProviderView["registration"]) {
  const t = useTranslations("help");
  return <Lines lines={[register, page && <OutsideLink href={page}>{t("registerPage")}</OutsideLink>]} />;
}

/** The sub-processors, with what each does and where. */
function Helpers({ provider: { name, subProcessors } }: { readonly provider: ProviderView }) {
  const t = useTranslations("help");
  const locale = useLocale();
  if (subProcessors.length === 0)
    return (
      <Section title={t("helpersTitle", { provider: name })}>
        <p>{t("helpersNone", { provider: name })}</p>
      </Section>
    );
  return (
    <Section title={t("helpersTitle", { provider: name })}>
      <p>{t("helpersIntro")}</p>
      <ul className="max-w-[42rem] divide-y divide-line rounded-edge border border-line bg-raised">
        {subProcessors.map((one) => (
          <li key={one.name} className="space-y-1 px-5 py-3">
            <p className="font-semibold">{one.name}</p>
            <p>{one.what}</p>
            <p className="text-quiet text-small">{countriesOf(one.regions, locale)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Regions such as `eu-nl` by their countries. */
const countriesOf = (regions: readonly string[], locale: Locale): string =>
  regions
    .map((region) => formatCountry(locale, region.split("-").at(-1)?.toUpperCase() ?? region))
    .join(", ");
