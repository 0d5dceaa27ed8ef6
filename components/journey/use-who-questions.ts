import { useTranslations } from "next-intl";

import type { AnswerSheetView } from "#lib/consent/answer-view.ts";
import type { Question, QuestionOption } from "./question.ts";

interface Who extends Pick<AnswerSheetView, "mayBeTeam" | "people" | "programs"> {
  readonly firm: string;
  readonly chosen: { readonly who: string | null; readonly named: readonly string[] };
}

/**
 * Who sees it: the whole team where it was asked for, or some by name. A single name that was asked for is no
 * question; what stands for it in the form comes with it.
 */
export function useWhoQuestions({ mayBeTeam, people, programs, firm, chosen }: Who): {
  readonly questions: readonly Question[];
  readonly hidden: Readonly<Record<string, string>>;
} {
  const t = useTranslations("journey.choose.who");
  const connection = useTranslations("connection");
  const names: readonly QuestionOption[] = [
    ...people.map(({ id, name }) => ({
      value: id,
      label: name ?? connection("advisorUnnamed", { firm }),
    })),
    ...(mayBeTeam ? [] : programs.map(({ id }) => program(id))),
  ];
  function program(id: string): QuestionOption {
    return { value: id, label: connection("programUnnamed", { firm }) };
  }
  const common = { name: "named", kind: "several", chosen: chosen.named } as const;
  const named: Question = {
    ...{ ...common, legend: t("named"), missing: t("missingNamed") },
    options: names,
  };
  const [only, another] = names;
  if (!mayBeTeam && only && !another) return { questions: [], hidden: { who: "named", named: only.value } };
  if (!mayBeTeam)
    return { questions: [{ ...named, legend: t("legend"), hint: t("hintNamed") }], hidden: { who: "named" } };

  const team: Question = {
    ...{ name: "who", kind: "one", legend: t("legend"), missing: t("missing") },
    chosen: chosen.who ? [chosen.who] : [],
    options: [
      { value: "team", label: t("team", { firm }), note: t("teamNote") },
      { value: "named", label: t("onlyNamed"), further: { ...named, legend: t("namedHint") } },
    ],
  };
  const machines: Question = {
    ...{ ...common, legend: t("programs", { firm }), hint: t("programsHint"), missing: "" },
    options: programs.map(({ id }) => program(id)),
  };
  return { questions: programs.length > 0 ? [team, machines] : [team], hidden: {} };
}
