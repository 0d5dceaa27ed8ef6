"use client";

import { useId, useRef } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { FirmSettingsView } from "#lib/parties/view.ts";

interface BrandTexts extends FormTexts {
  readonly name: string;
  readonly nameHint: string;
  readonly accent: string;
  readonly accentHint: string;
  readonly logo: string;
  readonly logoHint: string;
  readonly remove: string;
  readonly submit: string;
}

export interface ChangeBrandFormProps {
  readonly firm: FirmSettingsView;
  readonly change: FormAction;
  readonly texts: BrandTexts;
}

/** Name, colour and a picture. It works without script. */
export function ChangeBrandForm({ firm, change, texts }: ChangeBrandFormProps) {
  const { state, formAction, pending, send } = useFormAction(change, texts.unreachable);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const values = "values" in state ? state.values : {};
  const problems = state.status === "invalid" ? state.fields : {};
  return (
    <form
      ref={form}
      action={formAction}
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <input type="hidden" name="revision" value={firm.revision} />
      <Field
        id={`${id}-name`}
        name="name"
        type="text"
        required
        maxLength={100}
        label={texts.name}
        hint={texts.nameHint}
        defaultValue={values.name ?? firm.name}
        error={problems.name?.[0]}
      />
      <Field
        id={`${id}-accent`}
        name="accent"
        type="text"
        maxLength={7}
        autoComplete="off"
        label={texts.accent}
        hint={texts.accentHint}
        defaultValue={values.accent ?? firm.accent ?? ""}
        error={problems.accent?.[0]}
      />
      <Field
        id={`${id}-logo`}
        name="logo"
        type="file"
        accept=".png,image/png"
        label={texts.logo}
        hint={texts.logoHint}
        error={problems.logo?.[0]}
      />
      {firm.logo ? (
        <label className="flex min-h-11 items-center gap-2">
          <input type="checkbox" name="removeLogo" value="yes" className="size-5" />
          {texts.remove}
        </label>
      ) : null}
      <Button variant="primary" pending={pending} pendingLabel={texts.pending} wide>
        {texts.submit}
      </Button>
    </form>
  );
}
