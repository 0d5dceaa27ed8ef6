import { useLocale, useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatSpan } from "#lib/kernel/format.ts";
import { failureActs } from "./failure-act.ts";

export interface EndedCardProps {
  readonly authorisation: Pick<AuthorisationView, "connectionId">;
  readonly failure: NonNullable<AuthorisationView["failure"]>;
  readonly bank: string;
  readonly firm: string;
  readonly enterAnewHref: string;
  /** Field: `connectionId`. `null` where this access has ended and only a new one helps. */
  readonly again: FormAction | null;
}

/** What happened, what it means and what next. */
export function EndedCard({ authorisation, failure, bank, firm, enterAnewHref, again }: EndedCardProps) {
  const t = useTranslations("confirm");
  const locale = useLocale();
  const texts = useFormTexts();
  const { reason, message, retryAfterSeconds } = failure;
  const act = again ? failureActs[reason] : "anew";
  const tone = reason === "cancelled" ? "info" : "danger";
  return (
    <div className="space-y-6">
      <Notice tone={tone} word={t(`reasons.${reason}.title`, { bank, firm })} role="status">
        <p>{t(`reasons.${reason}.body`, { bank, firm })}</p>
        {retryAfterSeconds ? <p>{t("ended.wait", { time: formatSpan(locale, retryAfterSeconds) })}</p> : null}
        {act === "again" ? <p>{t("ended.keeps")}</p> : null}
        <p className="text-quiet text-small">{t("ended.code", { code: reason })}</p>
      </Notice>
      {message ? (
        <figure className="space-y-1 border-line-strong border-s-2 ps-4">
          <figcaption className="text-quiet text-small">{t("bankSays", { bank })}</figcaption>
          <blockquote className="whitespace-pre-line [overflow-wrap:anywhere]">{message}</blockquote>
        </figure>
      ) : null}
      <div className="flex flex-wrap gap-4">
        {act === "anew" || !again ? (
          <LinkButton href={enterAnewHref} variant="primary">
            {t("ended.anew")}
          </LinkButton>
        ) : (
          <ActionButton
            variant={act === "again" ? "primary" : "secondary"}
            action={again}
            hidden={{ connectionId: authorisation.connectionId }}
            texts={texts}
          >
            {t("ended.again")}
          </ActionButton>
        )}
      </div>
    </div>
  );
}
