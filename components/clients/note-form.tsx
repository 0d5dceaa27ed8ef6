"use client";

import { useId } from "react";

import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface NoteFormProps {
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  /** What it says so far. */
  readonly text?: string;
  readonly longest: number;
  readonly variant: ButtonVariant;
  readonly texts: FormTexts & { readonly label: string; readonly hint: string; readonly submit: string };
}

/** The words of a note. Without script it is an ordinary form. */
export function NoteForm({ action, hidden, text, longest, variant, texts }: NoteFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const id = useId();
  const values = "values" in state ? state.values : {};
  const [error] = state.status === "invalid" ? (state.fields.text ?? []) : [];
  return (
    <form
      action={formAction}
      className="max-w-journey space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={hidden} />
      <TextArea
        id={`${id}-text`}
        name="text"
        label={texts.label}
        hint={texts.hint}
        error={error}
        maxLength={longest}
        required
        autoComplete="off"
        defaultValue={values.text ?? text}
      />
      <Button variant={variant} pending={pending} pendingLabel={texts.pending}>
        {texts.submit}
      </Button>
    </form>
  );
}
