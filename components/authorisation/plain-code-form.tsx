"use client";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { CodeField } from "./code-field.tsx";
import type { CodeTexts } from "./code-texts.ts";
import type { CodeRules } from "./typed-code.ts";

export interface PlainCodeFormProps {
  /** Fields: `kind` and `answer`, beside those of the step. */
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly rules: CodeRules;
  readonly texts: CodeTexts;
}

/** An ordinary form. It stands inside `<noscript>` and nowhere else. */
export function PlainCodeForm({ action, hidden, rules, texts }: PlainCodeFormProps) {
  const { state, formAction } = useFormAction(action, texts.unreachable);
  return (
    <form action={formAction} autoComplete="off" className="space-y-5">
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={{ ...hidden, kind: "code" }} />
      <CodeField id="plain-code" name="answer" label={texts.label} hint={texts.hint} rules={rules} />
      <Button variant="primary" wide>
        {texts.submit}
      </Button>
    </form>
  );
}
