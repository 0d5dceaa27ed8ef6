"use client";

import { startRegistration } from "@simplewebauthn/browser";
import { type FormEvent, useId } from "react";

import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import type { BeginRegistration, FinishRegistration } from "./passkey-actions.ts";
import type { PasskeyTexts } from "./passkey-texts.ts";
import { usePasskeyCeremony } from "./use-passkey-ceremony.ts";

export interface RegisterPasskeyProps {
  readonly begin: BeginRegistration;
  readonly finish: FinishRegistration;
  readonly label: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly suggestion: string;
  readonly variant: ButtonVariant;
  readonly texts: PasskeyTexts;
}

/** Adds a passkey under a name. It needs script, and is not shown without. */
export function RegisterPasskey(props: RegisterPasskeyProps) {
  const { state, pending, supported, ready, run } = usePasskeyCeremony(props.texts);
  const id = useId();
  if (!supported) return null;

  function register(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name"));
    run(async () => {
      const begun = await props.begin();
      if (begun.status !== "done") return begun;
      const { challengeId, options } = begun.value;
      return props.finish({ challengeId, response: await startRegistration({ optionsJSON: options }), name });
    });
  }

  return (
    <form onSubmit={register} className="needs-script space-y-5">
      <FailureNotice state={state} texts={props.texts} />
      <Field
        id={id}
        name="name"
        label={props.nameLabel}
        hint={props.nameHint}
        error={state.status === "invalid" ? state.fields.name?.[0] : undefined}
        defaultValue={props.suggestion}
        required
        maxLength={60}
        autoComplete="off"
      />
      <Button
        variant={props.variant}
        pending={pending}
        pendingLabel={props.texts.waiting}
        disabled={!ready}
        wide
      >
        {props.label}
      </Button>
    </form>
  );
}
