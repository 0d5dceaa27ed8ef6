import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import type { AskingQuestion } from "./step-actions.ts";

/** Why the bank asks again, and how often it still will. */
export function StepProblem({ question }: { readonly question: AskingQuestion }) {
  const t = useTranslations("confirm");
  const common = useTranslations("common");
  const left = "attemptsLeft" in question ? question.attemptsLeft : null;
  const { problem } = question;
  if (!problem) return left === 1 ? <p className="text-caution">{t("attemptsLeft", { count: 1 })}</p> : null;
  return (
    <Notice tone={problem === "notResent" ? "caution" : "danger"} word={common("danger")} role="alert">
      <p>{t(`problems.${problem}`)}</p>
      {left === null ? null : <p>{t("attemptsLeft", { count: left })}</p>}
    </Notice>
  );
}
