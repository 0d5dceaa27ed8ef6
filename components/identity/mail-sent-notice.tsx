import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";

export interface MailSentNoticeProps {
  readonly email: string | null;
  readonly demo: { readonly phoneUrl: string } | null;
}

/** Reads the same whether or not the address is known. */
export function MailSentNotice({ email, demo }: MailSentNoticeProps) {
  const t = useTranslations("mailSent");
  const common = useTranslations("common");
  return (
    <Notice tone="good" word={t("title")}>
      <p>{email ? t("toAddress", { email }) : t("toUnknown")}</p>
      <p>{t("expiry")}</p>
      <p>{t("spam")}</p>
      {demo ? (
        <p>
          {t("demo")}{" "}
          <a href={demo.phoneUrl} className="text-accent underline underline-offset-4 hover:decoration-2">
            {common("openPhone")}
          </a>
        </p>
      ) : null}
    </Notice>
  );
}
