import { ChevronDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { AfterSending } from "./after-sending.tsx";
import { CodeStep } from "./code-step.tsx";
import { Deadline } from "./deadline.tsx";
import { MethodChoice } from "./method-choice.tsx";
import { MethodMark } from "./method-mark.tsx";
import { type AskingQuestion, type Method, type StepActions, stepFields } from "./step-actions.ts";
import { StepProblem } from "./step-problem.tsx";
import { ApproveElsewhere, RedirectStep, Speaking } from "./waiting-steps.tsx";

export interface StepCardProps {
  readonly authorisation: AuthorisationView;
  readonly isAnswered: boolean;
  readonly bank: string;
  readonly imageHref: string;
  readonly actions: StepActions;
}

/**
 * What the bank asks now. The order is the same at every step, and the card keeps its height where it can, so that
 * nothing jumps when the bank goes on: how, what the bank writes, what to do, how long, and the other ways out.
 */
export function StepCard(props: StepCardProps) {
  const { authorisation, bank, actions } = props;
  const t = useTranslations("confirm");
  const locale = useLocale();
  const texts = useFormTexts();
  const { expiresAt, now } = authorisation;
  const question = props.isAnswered ? null : authorisation.question;
  return (
    <div className="flex min-h-96 flex-col gap-6 rounded-edge border border-line bg-raised px-5 py-6 sm:px-8">
      {question && question.kind !== "redirect" ? (
        <Asked {...props} question={question} />
      ) : (
        <div className="grow">
          {question ? <RedirectStep question={question} bank={bank} /> : <Speaking bank={bank} />}
        </div>
      )}
      {question && expiresAt ? (
        <Deadline
          key={authorisation.step}
          secondsLeft={Math.max(0, Math.round((Date.parse(expiresAt) - Date.parse(now)) / 1_000))}
          left={t.raw("time.left")}
          up={t("time.up")}
          locale={locale}
        />
      ) : null}
      {question && "method" in question ? (
        <OtherWays authorisation={authorisation} question={question} actions={actions} />
      ) : null}
      <div className="-mx-5 -mb-2 flex flex-wrap items-start justify-between gap-x-2 border-line border-t pt-3">
        {question && "canResend" in question && question.canResend ? (
          <ActionButton
            key={`resend-${authorisation.step}`}
            variant="quiet"
            action={actions.resendCode}
            hidden={stepFields(authorisation)}
            texts={texts}
            done={<AfterSending>{t("resent")}</AfterSending>}
          >
            {t("resend")}
          </ActionButton>
        ) : null}
        <div className="ms-auto">
          <ActionButton
            variant="quiet"
            action={actions.cancelAuthorisation}
            align="end"
            hidden={stepFields(authorisation)}
            texts={texts}
            done={<AfterSending>{texts.pending}</AfterSending>}
          >
            {t("cancel")}
          </ActionButton>
        </div>
      </div>
    </div>
  );
}

function Asked({
  authorisation,
  question,
  bank,
  imageHref,
  actions,
}: StepCardProps & { question: AskingQuestion }) {
  const t = useTranslations("confirm");
  const { step } = authorisation;
  return (
    <div className="grow space-y-5">
      {question.kind === "chooseMethod" ? (
        <div className="space-y-2">
          <h2 className="text-title">{t("choose.title")}</h2>
          <p className="text-quiet">{t("choose.body", { bank })}</p>
        </div>
      ) : (
        <MethodMark method={question.method} />
      )}
      <StepProblem key={`problem-${step}`} question={question} />
      {question.message ? (
        <figure className="space-y-1 border-line-strong border-s-2 ps-4">
          <figcaption className="text-quiet text-small">{t("bankSays", { bank })}</figcaption>
          <blockquote className="whitespace-pre-line [overflow-wrap:anywhere]">{question.message}</blockquote>
        </figure>
      ) : null}
      {question.kind === "chooseMethod" ? (
        <Ways {...{ authorisation, actions }} methods={question.methods} />
      ) : question.kind === "approveElsewhere" ? (
        <ApproveElsewhere method={question.method} bank={bank} />
      ) : (
        <CodeStep {...{ authorisation, question, bank, imageHref, actions }} />
      )}
    </div>
  );
}

interface WaysProps extends Pick<StepCardProps, "authorisation" | "actions"> {
  readonly methods: readonly Method[];
}

function Ways({ authorisation, actions, methods }: WaysProps) {
  const texts = useFormTexts();
  return (
    <MethodChoice
      key={authorisation.step}
      methods={methods.map((method) => ({
        id: method.id,
        mark: <MethodMark method={method} />,
        more: method.explanation,
      }))}
      action={actions.chooseMethod}
      hidden={stepFields(authorisation)}
      texts={texts}
    />
  );
}

interface OtherWaysProps extends Pick<StepCardProps, "authorisation" | "actions"> {
  readonly question: Extract<AskingQuestion, { method: unknown }>;
}

function OtherWays({ question, ...rest }: OtherWaysProps) {
  const t = useTranslations("confirm");
  const others = question.methods.filter(({ id }) => id !== question.method?.id);
  if (others.length === 0) return null;
  return (
    <details className="group">
      <summary className="flex min-h-11 w-fit list-none items-center gap-2 font-medium text-accent underline underline-offset-4 hover:decoration-2">
        {t("otherWay")}
        <ChevronDown aria-hidden="true" className="size-5 shrink-0 group-open:rotate-180" />
      </summary>
      <div className="pt-2">
        <Ways {...rest} methods={others} />
      </div>
    </details>
  );
}
