"use client";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Question } from "./question.ts";
import { QuestionField } from "./question-field.tsx";

export interface QuestionFormProps {
  readonly questions: readonly Question[];
  /** Fields: the hidden ones, and each question's name, once for each option that is chosen. */
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly texts: FormTexts & { readonly submit: string };
}

/** Questions without an answer of their own. What is missing is said at each of them, and what was answered stays. */
export function QuestionForm({ questions, action, hidden, texts }: QuestionFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const answers = {
    values: "values" in state ? state.values : null,
    missing: state.status === "invalid" ? state.fields : {},
  };
  return (
    <form
      action={formAction}
      className="space-y-10"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={hidden} />
      {questions.map((question) => (
        <QuestionField key={question.name} question={question} answers={answers} />
      ))}
      <Button variant="primary" pending={pending} pendingLabel={texts.pending} wide>
        {texts.submit}
      </Button>
    </form>
  );
}
