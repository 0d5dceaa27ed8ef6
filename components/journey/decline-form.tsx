"use client";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface DeclineFormProps {
  readonly consentId: string;
  /** Fields: `consentId`, `reason` where one is given. */
  readonly action: FormAction;
  readonly reasons: readonly { readonly value: string; readonly label: string }[];
  readonly texts: Pick<FormTexts, "pending" | "danger" | "formInvalid" | "unreachable" | "support"> & {
    readonly submit: string;
    readonly reason: string;
    readonly reasonHint: string;
  };
}

/** One press says no. Why is asked beside it, and nobody has to say. */
export function DeclineForm({ consentId, action, reasons, texts }: DeclineFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  return (
    <form
      action={formAction}
      className="grid content-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={{ consentId }} />
      <Button variant="secondary" pending={pending} pendingLabel={texts.pending} wide>
        {texts.submit}
      </Button>
      <details className="text-small">
        <summary className="w-fit py-1 text-quiet underline underline-offset-4">{texts.reason}</summary>
        <fieldset className="space-y-1 pt-2">
          <legend className="text-quiet">{texts.reasonHint}</legend>
          {reasons.map(({ value, label }) => (
            <label key={value} className="flex min-h-9 cursor-pointer items-center gap-3">
              <input type="radio" name="reason" value={value} className="size-5 shrink-0" />
              {label}
            </label>
          ))}
        </fieldset>
      </details>
    </form>
  );
}
