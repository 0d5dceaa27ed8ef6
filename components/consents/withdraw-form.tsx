"use client";

import { useId } from "react";

import type { ActionButtonTexts } from "#components/ui/action-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface WithdrawFormProps {
  readonly consentId: string;
  readonly action: FormAction;
  /** Whether there is a time after the end for which the data would be kept. */
  readonly mayDelete: boolean;
  /** The first is the one for whoever gives none. */
  readonly reasons: readonly { readonly value: string; readonly label: string }[];
  readonly texts: ActionButtonTexts & {
    readonly deleteData: string;
    readonly deleteMeans: string;
    readonly reason: string;
    readonly submit: string;
  };
}

/** The last step of stopping. Nothing has to be filled in. It works without script. */
export function WithdrawForm({ consentId, action, mayDelete, reasons, texts }: WithdrawFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const id = useId();
  return (
    <form
      action={formAction}
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={{ consentId }} />
      {mayDelete ? (
        <label className="flex gap-3 rounded-edge border border-line-strong bg-raised px-4 py-3">
          <input
            type="checkbox"
            name="deleteData"
            value="yes"
            aria-describedby={`${id}-means`}
            className="mt-1 size-5 shrink-0"
          />
          <span className="min-w-0">
            <span className="block font-semibold [overflow-wrap:anywhere]">{texts.deleteData}</span>
            <span id={`${id}-means`} className="block text-quiet text-small">
              {texts.deleteMeans}
            </span>
          </span>
        </label>
      ) : null}
      <SelectField id={`${id}-reason`} name="reason" label={texts.reason} options={reasons} />
      <Button variant="danger" pending={pending} pendingLabel={texts.pending}>
        {texts.submit}
      </Button>
    </form>
  );
}
