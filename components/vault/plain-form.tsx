"use client";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FieldView } from "#lib/institutions/field-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { CredentialTexts } from "./credential-texts.ts";

export interface PlainFormProps {
  readonly institutionId: string;
  readonly fields: readonly (FieldView & { readonly rules: string })[];
  /** Fields: `institutionId`, and one per field of the bank, under `field.` and its id. */
  readonly action: FormAction;
  readonly submit: string;
  readonly texts: CredentialTexts;
}

/**
 * An ordinary form whose fields are posted as they are. It stands inside `<noscript>` and nowhere else: a browser
 * that runs scripts has no such form in its page, whatever becomes of the scripts.
 */
export function PlainForm({ institutionId, fields, action, submit, texts }: PlainFormProps) {
  const { state, formAction } = useFormAction(action, texts.unreachable);
  return (
    <form action={formAction} autoComplete="off" className="space-y-6">
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={{ institutionId }} />
      {fields.map((field) => (
        <Field
          key={field.id}
          id={`plain-${field.id}`}
          name={`field.${field.id}`}
          type={field.secret ? "password" : "text"}
          label={field.label}
          hint={[field.help, field.rules].filter(Boolean).join(" ")}
          required
          autoComplete={field.autocomplete}
          autoCapitalize="none"
          spellCheck={false}
          inputMode={field.format === "digits" ? "numeric" : undefined}
        />
      ))}
      <Button variant="primary" wide>
        {submit}
      </Button>
    </form>
  );
}
