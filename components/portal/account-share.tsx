import { useLocale, useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import { formatShare, percentOf } from "#components/wealth/format-share.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDecimal } from "#lib/kernel/format.ts";
import type { OwnShareView } from "#lib/portfolio/own-assets-view.ts";

export interface AccountShareProps {
  readonly accountId: string;
  readonly share: OwnShareView;
  readonly say: FormAction;
  readonly takeBack: FormAction;
}

/** How much of an account counts as one's own: what is counted now, what the bank says, and one's own word. */
export function AccountShare({
  accountId,
  share: { share, version, suggested },
  say,
  takeBack,
}: AccountShareProps) {
  const t = useTranslations("wealth.ownShare");
  const locale = useLocale();
  const texts = useFormTexts();
  return (
    <div className="no-print">
      <Section title={t("title")}>
        <div className="max-w-[42rem] space-y-2">
          <p>{share === null ? t("whole") : t("said", { percent: formatShare(locale, share) })}</p>
          <p className="text-quiet">{t("intro")}</p>
          {suggested ? (
            <p className="text-quiet">
              {t("suggested", {
                ...{ holders: suggested.holders, percent: formatShare(locale, suggested.share) },
              })}
            </p>
          ) : null}
        </div>
        <div className="max-w-journey space-y-4">
          <ActionForm
            action={say}
            hidden={{ accountId, version: String(version), locale }}
            fields={[
              {
                ...{ name: "share", label: t("field"), hint: t("hint"), type: "text", inputMode: "decimal" },
                ...{ autoComplete: "off", required: true, maxLength: 20 },
                value: share === null ? "" : formatDecimal(locale, percentOf(share)),
              },
            ]}
            submit={t("say")}
            variant="secondary"
            texts={texts}
          />
          {share === null ? null : (
            <ConfirmAction
              label={t("takeBack")}
              fullLabel={t("takeBack")}
              action={takeBack}
              hidden={{ accountId, version: String(version) }}
              texts={texts}
              variant="secondary"
            >
              <p>{t("takeBackMeans")}</p>
            </ConfirmAction>
          )}
        </div>
      </Section>
    </div>
  );
}
