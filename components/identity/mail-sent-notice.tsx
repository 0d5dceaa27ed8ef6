import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { SendAgain, SentTo } from "./sent-mail.tsx";

export interface MailSentNoticeProps {
  /** What was just done, to do it again. */
  readonly requestMail: FormAction<{ email: string }>;
  readonly next: string | null;
  readonly demo: { readonly phoneUrl: string } | null;
}

/** Reads the same whether or not the address is known. */
export function MailSentNotice({ requestMail, next, demo }: MailSentNoticeProps) {
  const t = useTranslations("mailSent");
  const common = useTranslations("common");
  return (
    <Notice tone="good" word={t("title")}>
      <SentTo template={t.raw("toAddress")} unaddressed={t("toUnknown")} />
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
      <div className="-ms-2 pt-1">
        <SendAgain
          action={requestMail}
          next={next}
          label={t("again")}
          done={t("askedAgain")}
          texts={useFormTexts()}
        />
      </div>
    </Notice>
  );
}
