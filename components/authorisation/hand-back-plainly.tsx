"use client";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface HandBackPlainlyProps {
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly submit: string;
  readonly nextHref: string;
  readonly next: string;
  readonly texts: FormTexts;
}

/** The same by an ordinary form. It stands inside `<noscript>` and nowhere else. */
export function HandBackPlainly({ action, hidden, submit, nextHref, next, texts }: HandBackPlainlyProps) {
  const { state, formAction } = useFormAction(action, texts.unreachable);
  if (state.status === "done") {
    return (
      <p>
        <a href={nextHref} className="text-accent underline underline-offset-4">
          {next}
        </a>
      </p>
    );
  }
  return (
    <form action={formAction} className="space-y-5">
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={hidden} />
      <Button variant="primary">{submit}</Button>
    </form>
  );
}
