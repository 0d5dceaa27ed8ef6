import { useTranslations } from "next-intl";

import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { CodeForm } from "./code-form.tsx";
import type { CodeTexts } from "./code-texts.ts";
import { PlainCodeForm } from "./plain-code-form.tsx";
import { type CodeQuestion, type StepActions, stepFields } from "./step-actions.ts";

export interface CodeStepProps {
  readonly authorisation: AuthorisationView;
  readonly question: CodeQuestion;
  readonly bank: string;
  readonly imageHref: string;
  readonly actions: StepActions;
}

/** A code to enter, with the picture or the start number that it is made from. */
export function CodeStep({ authorisation, question, bank, imageHref, actions }: CodeStepProps) {
  const t = useTranslations("confirm");
  const texts = useCodeTexts(question);
  const { format, maxLength } = question;
  const rules = { format, maxLength };
  return (
    <div className="space-y-5">
      {question.kind === "scanImage" ? (
        <Picture authorisation={authorisation} bank={bank} imageHref={imageHref} />
      ) : null}
      <DeviceData question={question} bank={bank} />
      <div className="needs-script">
        {authorisation.answerKey ? (
          <CodeForm
            key={authorisation.step}
            answerKey={authorisation.answerKey}
            rules={rules}
            action={actions.answerSealed}
            texts={texts}
          />
        ) : null}
        <p className="mt-3 text-quiet text-small">{t("code.once", { bank })}</p>
      </div>
      <noscript>
        <PlainCodeForm
          action={actions.answerPlainly}
          hidden={stepFields(authorisation)}
          rules={rules}
          texts={texts}
        />
        <p className="mt-3 text-quiet text-small">{t("code.oncePlain", { bank })}</p>
      </noscript>
    </div>
  );
}

function Picture({
  authorisation,
  bank,
  imageHref,
}: Pick<CodeStepProps, "authorisation" | "bank" | "imageHref">) {
  const t = useTranslations("confirm");
  if (!authorisation.hasImage) return <p className="text-caution">{t("scan.gone")}</p>;
  return (
    <div className="space-y-3">
      <p>{t("scan.how")}</p>
      {/* White around it in the dark too: cameras look for the edge. */}
      <div className="rounded-edge border border-line-strong bg-[#fff] p-5">
        {/* biome-ignore lint/performance/noImgElement: the picture is made for this step and never kept. */}
        <img
          key={authorisation.step}
          src={imageHref}
          alt={t("scan.alt", { bank })}
          className="mx-auto block aspect-square w-full max-w-80 object-contain text-[#222] [image-rendering:pixelated]"
        />
      </div>
    </div>
  );
}

/** What is typed into one's own device: a start number, or what the picture says. */
function DeviceData({ question, bank }: Pick<CodeStepProps, "question" | "bank">) {
  const t = useTranslations("confirm");
  const isPicture = question.kind === "scanImage";
  if (question.data.length === 0) {
    return isPicture ? <p className="text-quiet text-small">{t("scan.noText", { bank })}</p> : null;
  }
  return (
    <div className="space-y-2">
      <p className={isPicture ? "text-quiet text-small" : ""}>
        {t(isPicture ? "scan.instead" : "code.device")}
      </p>
      <ul className="space-y-1">
        {question.data.map((value) => (
          <li
            key={value}
            className={`select-all font-semibold tabular-nums tracking-wide [overflow-wrap:anywhere] ${isPicture ? "" : "text-title"}`}
          >
            {value}
          </li>
        ))}
      </ul>
    </div>
  );
}

function useCodeTexts({ method, format, maxLength }: CodeQuestion): CodeTexts {
  const t = useTranslations("confirm");
  const kind = method?.kind ?? "other";
  return {
    ...useFormTexts(),
    label: kind === "other" || kind === "app" ? t("code.label") : t(`code.labels.${kind}`),
    hint: t("code.hint", { format, most: maxLength ?? 0 }),
    submit: t("code.submit"),
    checking: t("code.checking"),
    kept: t("code.kept"),
    unsealed: t("code.unsealed"),
    problems: {
      missing: t("code.missing"),
      notDigits: t("code.notDigits"),
      tooLong: t("code.tooLong", { count: maxLength ?? 0 }),
    },
  };
}
