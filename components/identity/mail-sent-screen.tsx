import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { DemoNote } from "./demo-note.tsx";

export interface MailSentScreenProps {
  readonly email: string | null;
  readonly demo: { readonly phoneUrl: string } | null;
}

/** Reads the same whether or not the address is known. */
export function MailSentScreen({ email, demo }: MailSentScreenProps) {
  const t = useTranslations("mailSent");
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{email ? t("toAddress", { email }) : t("toUnknown")}</p>
      </PageHeading>
      <div className="space-y-2">
        <p>{t("expiry")}</p>
        <p>{t("spam")}</p>
      </div>
      <p>
        <TextLink href="/sign-in">{t("again")}</TextLink>
      </p>
      {demo ? <DemoNote demo={demo}>{t("demo")}</DemoNote> : null}
    </div>
  );
}
