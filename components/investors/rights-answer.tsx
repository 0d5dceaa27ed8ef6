import { useLocale, useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { type RightsRequestView, refusalReasons } from "#lib/privacy/rights-view.ts";

interface RightsAnswerProps {
  readonly request: RightsRequestView;
  readonly answer: FormAction;
  readonly extend: FormAction;
}

/** How the firm answered one request, to be noted once; and two months more, where they can still be taken. */
export function RightsAnswer({ request, answer, extend }: RightsAnswerProps) {
  const t = useTranslations("rights");
  const locale = useLocale();
  const texts = useFormTexts();
  const date = formatDate(locale, request.receivedOn);
  const hidden = { requestId: request.id };
  return (
    <details className="rounded-edge border border-line bg-raised px-4 py-2">
      <summary className="min-h-9 cursor-pointer py-1.5 font-semibold">
        {t("answer.title", { date, kind: t(`kinds.${request.kind}`) })}
      </summary>
      <div className="max-w-journey space-y-5 pt-3 pb-3">
        <ActionForm
          action={answer}
          hidden={hidden}
          fields={[
            {
              name: "answer",
              label: t("answer.label"),
              type: "text",
              options: [
                { value: "granted", label: t("granted") },
                ...refusalReasons.map((reason) => ({
                  value: reason,
                  label: t("refused", { reason: t(`reasons.${reason}`) }),
                })),
              ],
            },
          ]}
          submit={t("answer.submit")}
          texts={texts}
        />
        {request.isExtended || (request.daysLeft ?? 0) < 0 ? null : (
          <ConfirmAction
            label={t("answer.extend")}
            fullLabel={t("answer.extendNamed", { date })}
            action={extend}
            hidden={hidden}
            texts={texts}
          >
            <p>{t("answer.extendWarning")}</p>
          </ConfirmAction>
        )}
      </div>
    </details>
  );
}
