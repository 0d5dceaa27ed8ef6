"use client";

import { useId } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface HouseholdFormProps {
  readonly action: FormAction;
  readonly hidden?: Readonly<Record<string, string>>;
  /** What it is called so far. */
  readonly name?: string;
  /** It is not for whoever fills the form in to name it. */
  readonly isNameFixed?: boolean;
  readonly choices: readonly { readonly id: string; readonly name: string; readonly isMember: boolean }[];
  readonly texts: FormTexts & {
    readonly name: string;
    readonly nameHint: string;
    readonly choose: string;
    readonly submit: string;
    readonly missing: string;
  };
}

/** What a household is called and who belongs to it. Without script it is an ordinary form. */
export function HouseholdForm(props: HouseholdFormProps) {
  const { action, hidden, name, isNameFixed = false, choices, texts } = props;
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const id = useId();
  const values = "values" in state ? state.values : {};
  const ticked = values.member?.split("\n");
  return (
    <form
      action={formAction}
      className="max-w-journey space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      {state.status === "invalid" ? (
        <Notice tone="danger" word={texts.danger} role="alert">
          <p>{texts.missing}</p>
        </Notice>
      ) : (
        <FailureNotice state={state} texts={texts} />
      )}
      <HiddenFields values={hidden} />
      {isNameFixed ? null : (
        <Field
          id={`${id}-name`}
          name="name"
          label={texts.name}
          hint={texts.nameHint}
          maxLength={80}
          required
          defaultValue={values.name ?? name}
        />
      )}
      <fieldset className="space-y-3">
        <legend className="font-semibold">{texts.choose}</legend>
        <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
          {choices.map((choice) => (
            <li key={choice.id}>
              <label className="flex cursor-pointer items-start gap-4 px-4 py-3 sm:px-5">
                <input
                  type="checkbox"
                  name="member"
                  value={choice.id}
                  defaultChecked={ticked ? ticked.includes(choice.id) : choice.isMember}
                  className="mt-1 size-5 shrink-0"
                />
                <span className="min-w-0 [overflow-wrap:anywhere]">{choice.name}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <Button variant="primary" pending={pending} pendingLabel={texts.pending}>
        {texts.submit}
      </Button>
    </form>
  );
}
