import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { FirmContactsView } from "#lib/parties/view.ts";
import {
  Complaints,
  type ContactFact,
  ContactFacts,
  Lines,
  MailLink,
  OutsideLink,
  PhoneLink,
} from "./contact-facts.tsx";

export interface FirmOfReader {
  readonly name: string;
  readonly contacts: FirmContactsView["contacts"];
}

/** The firm as the controller: who it is and how it is reached, as far as it has said. */
export function FirmPart({ firm }: { readonly firm: FirmOfReader | null }) {
  const t = useTranslations("help");
  if (!firm)
    return (
      <Section title={t("visitorTitle")}>
        <p className="max-w-[42rem]">{t("visitorRole")}</p>
        <p>
          <TextLink href="/sign-in?next=/help">{t("signIn")}</TextLink>
        </p>
      </Section>
    );
  const { name, contacts } = firm;
  const isSilent = Object.values(contacts).every((fact) => fact === null);
  return (
    <Section title={t("firmTitle", { firm: name })}>
      <p className="max-w-[42rem]">{t("firmRole")}</p>
      {isSilent ? <p>{t("firmNothing", { firm: name })}</p> : <FirmFacts {...firm} />}
    </Section>
  );
}

function FirmFacts({ name, contacts }: FirmOfReader) {
  const t = useTranslations("help");
  const { legalName, address, email, phone, privacyNoticeUrl, dpoName, dpoEmail } = contacts;
  const { complaintsEmail, complaintsUrl } = contacts;
  const facts: (ContactFact | null)[] = [
    legalName ? { term: t("terms.legalName"), fact: legalName } : null,
    address ? { term: t("terms.address"), fact: address } : null,
    email ? { term: t("terms.email"), fact: <MailLink address={email} /> } : null,
    phone ? { term: t("terms.phone"), fact: <PhoneLink number={phone} /> } : null,
    privacyNoticeUrl
      ? {
          term: t("terms.privacyNotice"),
          fact: <OutsideLink href={privacyNoticeUrl}>{t("readNotice", { firm: name })}</OutsideLink>,
        }
      : null,
    dpoName || dpoEmail
      ? {
          term: t("terms.dpo"),
          fact: <Lines lines={[dpoName, dpoEmail && <MailLink address={dpoEmail} />]} />,
        }
      : null,
    complaintsEmail || complaintsUrl
      ? {
          term: t("terms.complaints"),
          fact: <Complaints mail={complaintsEmail} page={complaintsUrl} />,
        }
      : null,
  ];
  return <ContactFacts facts={facts} />;
}
