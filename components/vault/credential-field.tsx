"use client";

import { type KeyboardEvent, type Ref, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import type { CredentialTexts, FieldWithTexts } from "./credential-texts.ts";

export interface CredentialFieldProps {
  readonly id: string;
  readonly field: FieldWithTexts;
  readonly ref: Ref<HTMLInputElement>;
  readonly error: string | undefined;
  /** While what was typed is being locked: it must not change meanwhile, nor be seen. */
  readonly pending: boolean;
  readonly texts: CredentialTexts;
  /** Told only that something changed, and not what. */
  readonly onChange: () => void;
}

/**
 * One input for what a bank asks. It has no `name`, so no form can post it, and it is not controlled, so React never
 * holds what is typed. No longest length is set, because browsers would silently cut a password that is pasted.
 */
export function CredentialField({ id, field, ref, error, pending, texts, onChange }: CredentialFieldProps) {
  const [isShown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  const shown = isShown && !pending;
  return (
    <div className="space-y-1.5">
      <Field
        ref={ref}
        id={id}
        type={field.secret && !shown ? "password" : "text"}
        label={field.label}
        hint={field.help ?? undefined}
        error={error}
        readOnly={pending}
        onInput={onChange}
        required
        autoComplete={field.autocomplete}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        inputMode={field.format === "digits" ? "numeric" : undefined}
        onKeyDown={field.secret ? watchCapsLock : undefined}
        onKeyUp={field.secret ? watchCapsLock : undefined}
        aside={
          field.secret ? (
            <span className="-me-2 shrink-0">
              <Button
                type="button"
                variant="quiet"
                size="dense"
                aria-label={shown ? field.hideNamed : field.showNamed}
                aria-controls={id}
                onClick={() => setShown(!isShown)}
              >
                {shown ? texts.hide : texts.show}
              </Button>
            </span>
          ) : null
        }
      />
      <p role="status" className="text-small text-caution">
        {field.secret && capsLock ? texts.capsLock : null}
      </p>
    </div>
  );
}
