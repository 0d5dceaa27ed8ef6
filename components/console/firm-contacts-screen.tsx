import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { ContactFacts, MailLink, OutsideLink, PhoneLink } from "#components/help/contact-facts.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import type { FirmContactsView } from "#lib/parties/view.ts";

type Contacts = FirmContactsView["contacts"];

export interface FirmContactsScreenProps {
  readonly contacts: Contacts;
  /** What the law wants people to be told, and nobody has said yet. */
  readonly missing: readonly (keyof Contacts)[];
  readonly canChange: boolean;
  /** Whether it was changed a moment ago. */
  readonly isSaved: boolean;
  /** What else the firm is shown of itself, each a section. */
  readonly children: ReactNode;
}

/** What investors read of the firm, and what they do not because nobody has said it. */
export function FirmContactsScreen(props: FirmContactsScreenProps) {
  const { contacts, missing, canChange, isSaved, children } = props;
  const t = useTranslations("firmContacts");
  const firm = useTranslations("firm");
  const fields = Object.keys(contacts) as (keyof Contacts)[];
  return (
    <div className="space-y-8">
      <PageHeading title={firm("title")}>
        <p>{firm("intro")}</p>
      </PageHeading>
      {isSaved ? (
        <div className="max-w-[42rem]">
          <Notice role="status" tone="good" word={t("savedWord")}>
            <p>{t("saved")}</p>
          </Notice>
        </div>
      ) : null}
      <Section title={t("title")}>
        <p className="max-w-[42rem]">{t("intro")}</p>
        <div className="max-w-[42rem]">
          <Missing labels={missing.map((field) => t(`fields.${field}`))} />
        </div>
        <ContactFacts
          facts={fields.map((field) => ({
            term: t(`fields.${field}`),
            fact: <Said field={field} fact={contacts[field]} />,
          }))}
        />
        {canChange ? (
          <LinkButton href="/console/firm/change" variant="primary">
            {t("change")}
          </LinkButton>
        ) : null}
      </Section>
      {children}
    </div>
  );
}

function Missing({ labels }: { readonly labels: readonly string[] }) {
  const t = useTranslations("firmContacts");
  const locale = useLocale();
  if (labels.length === 0)
    return (
      <Notice tone="good" word={t("completeWord")}>
        <p>{t("complete")}</p>
      </Notice>
    );
  const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(labels);
  return (
    <Notice tone="caution" word={t("missingTitle", { count: labels.length })}>
      <p>{t("missingBody", { list })}</p>
    </Notice>
  );
}

function Said({ field, fact }: { readonly field: keyof Contacts; readonly fact: string | null }) {
  const t = useTranslations("firmContacts");
  if (fact === null) return <span className="text-quiet">{t("missing")}</span>;
  if (field.toLowerCase().endsWith("email")) return <MailLink address={fact} />;
  if (field.endsWith("Url")) return <OutsideLink href={fact}>{fact}</OutsideLink>;
  return field === "phone" ? <PhoneLink number={fact} /> : fact;
}
