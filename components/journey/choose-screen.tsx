import { useLocale, useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AnswerSheetView } from "#lib/consent/answer-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { JourneyHeader } from "./journey-header.tsx";
import { Outdated } from "./outdated.tsx";
import type { Question } from "./question.ts";
import { QuestionForm } from "./question-form.tsx";
import { useClusterQuestion, useHistoryQuestion } from "./use-what-questions.tsx";
import { useWhoQuestions } from "./use-who-questions.ts";

export interface ChooseScreenProps {
  readonly sheet: AnswerSheetView;
  readonly firm: string;
  /** The text that was shown is no longer what would be agreed to. */
  readonly isOutdated: boolean;
  /** Fields: `consentId`, `cluster`, `item`, `history`, `duration`, `often`, `who`, `named`. */
  readonly present: FormAction;
}

/** The second step: which data, how far back, how long, how often and for whom. Nothing is ticked for anybody. */
export function ChooseScreen({ sheet, firm, isOutdated, present }: ChooseScreenProps) {
  const t = useTranslations("journey.choose");
  const { consent, histories, last } = sheet;
  const who = useWhoQuestions({ ...sheet, firm, chosen: last ?? { who: null, named: [] } });
  const past = useHistoryQuestion({ histories, firm, chosen: listOf(last?.history), asked: "asked" });
  const often = useOftenQuestion(sheet, firm);
  const questions = [
    useClusterQuestion({
      ...sheet,
      ...{ firm, chosen: last ?? { clusters: [], items: [] }, all: t("clusters.all", { firm }) },
    }),
    past,
    useDurationQuestion(sheet, firm),
    often,
    ...who.questions,
  ];
  return (
    <div className="max-w-journey space-y-8">
      <JourneyHeader
        step="choose"
        isFirst
        keeps="nothingYet"
        back={{ href: `/consents/${consent.id}/answer`, label: t("back") }}
      />
      <PageHeading title={t("title", { firm })}>
        <p>{t("intro", { firm })}</p>
      </PageHeading>
      {isOutdated ? <Outdated /> : null}
      {last && !isOutdated ? (
        <Notice tone="info" word={t("lastTitle")}>
          <p>{t("last")}</p>
        </Notice>
      ) : null}
      <QuestionForm
        questions={questions.filter((question) => question !== null)}
        action={present}
        hidden={{
          consentId: consent.id,
          ...who.hidden,
          ...(past || histories.length === 0 ? {} : { history: "asked" }),
          ...(often ? {} : { often: "asked" }),
        }}
        texts={{ ...useFormTexts(), submit: t("submit") }}
      />
    </div>
  );
}

const listOf = (answer: string | null | undefined): readonly string[] => (answer ? [answer] : []);

function useDurationQuestion({ consent, durations, last }: AnswerSheetView, firm: string): Question {
  const t = useTranslations("journey.choose.duration");
  const span = useTranslations("journey.spans");
  const locale = useLocale();
  return {
    ...{ name: "duration", kind: "one", legend: t("legend"), hint: t("hint"), missing: t("missing") },
    chosen: listOf(last?.duration),
    options: durations.map(({ duration, endsAt }) => ({
      value: duration,
      label: t("until", { span: span(duration), date: formatDate(locale, endsAt) }),
      ...(duration === consent.duration ? { note: t("asked", { firm }) } : {}),
    })),
  };
}

function useOftenQuestion({ consent, last }: AnswerSheetView, firm: string): Question | null {
  const t = useTranslations("journey.choose.often");
  if (consent.perDay === null) return null;
  return {
    ...{ name: "often", kind: "one", legend: t("legend"), missing: t("missing") },
    chosen: listOf(last?.often),
    options: [
      { value: "asked", label: t("asked", { count: consent.perDay }), note: t("askedNote", { firm }) },
      { value: "once", label: t("once"), note: t("onceNote") },
    ],
  };
}
