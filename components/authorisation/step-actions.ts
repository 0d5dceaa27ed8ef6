import type { AuthorisationView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export type Question = NonNullable<AuthorisationView["question"]>;
export type CodeQuestion = Extract<Question, { kind: "enterCode" | "scanImage" }>;
export type AskingQuestion = Exclude<Question, { kind: "redirect" }>;
export type Method = AskingQuestion["methods"][number];
export type MethodKind = Method["kind"];

/** What a person may do at a step. Every one takes `authorisationId` and `step`. */
export interface StepActions {
  /** And `kind` and `sealed`: all that ever leaves a browser with script of what was typed. */
  readonly answerSealed: FormAction;
  /** And `kind` and `answer`: from a browser without script, and sealed there before anything else. */
  readonly answerPlainly: FormAction;
  /** And `methodId`. */
  readonly chooseMethod: FormAction;
  readonly resendCode: FormAction;
  readonly cancelAuthorisation: FormAction;
}

/** The step that an answer is to: to any other it does not count. */
export const stepFields = ({ id, step }: Pick<AuthorisationView, "id" | "step">) => ({
  authorisationId: id,
  step: String(step),
});

/** Two states with the same key look the same on the page. */
export const keyOf = ({ status, step, question }: AuthorisationView): string =>
  [status, step, question?.kind ?? "none"].join(" ");
