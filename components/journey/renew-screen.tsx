import { useLocale, useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ChangeSheetView } from "#lib/consent/answer-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { Outdated } from "./outdated.tsx";
import { QuestionForm } from "./question-form.tsx";

export interface RenewScreenProps {
  readonly sheet: ChangeSheetView;
  readonly isOutdated: boolean;
  /** Fields: `consentId`, `duration`. */
  readonly present: FormAction;
}

/** A new end, and nothing else. */
export function RenewScreen({ sheet, isOutdated, present }: RenewScreenProps) {
  const t = useTranslations("journey.renew");
  const choose = useTranslations("journey.choose.duration");
  const change = useTranslations("journey.change");
  const span = useTranslations("journey.spans");
  const locale = useLocale();
  const { consent, durations, renewal } = sheet;
  return (
    <div className="max-w-journey space-y-8">
      <p className="text-small">
        <TextLink href={`/consents/${consent.id}`}>{change("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro", { date: formatDate(locale, consent.validUntil ?? "") })}</p>
      </PageHeading>
      {isOutdated ? <Outdated /> : null}
      <QuestionForm
        questions={[
          {
            ...{ name: "duration", kind: "one", legend: t("legend"), hint: choose("hint") },
            ...{ missing: choose("missing"), chosen: renewal ? [renewal] : [] },
            options: durations.map(({ duration, endsAt }) => ({
              value: duration,
              label: choose("until", { span: span(duration), date: formatDate(locale, endsAt) }),
              ...(endsAt < (consent.validUntil ?? "") ? { note: t("sooner") } : {}),
            })),
          },
        ]}
        action={present}
        hidden={{ consentId: consent.id }}
        texts={{ ...useFormTexts(), submit: t("submit") }}
      />
    </div>
  );
}
