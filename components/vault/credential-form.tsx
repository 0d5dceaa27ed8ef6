"use client";

import { type FormEvent, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type FieldProblem, meantBy, problemOf } from "#lib/institutions/field-view.ts";
import { CredentialField } from "./credential-field.tsx";
import type { FieldWithTexts } from "./credential-texts.ts";
import { type HandOver, useHandOver } from "./use-hand-over.ts";

export interface CredentialFormProps extends HandOver {
  readonly fields: readonly FieldWithTexts[];
}

const never = () => () => {};

/** The scripted form. Until its script runs nothing can be submitted, and without its script nothing ever is. */
export function CredentialForm({ fields, ...handOver }: CredentialFormProps) {
  const { texts } = handOver;
  const { state, isLocked, pending, submit, again, retype } = useHandOver(handOver);
  const [problems, setProblems] = useState<Readonly<Record<string, FieldProblem | null>>>({});
  const inputs = useRef(new Map<string, HTMLInputElement>());
  const id = useId();
  const ready = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useEffect(() => {
    // A page that is left may stay in the browser's memory; secrets do not stay with it.
    const leave = () => forget(fields.filter(({ secret }) => secret));
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  });

  function forget(which: readonly FieldWithTexts[]): void {
    for (const field of which) {
      const input = inputs.current.get(field.id);
      if (input) input.value = "";
    }
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    const typed = fields.map((field) => [field, inputs.current.get(field.id)?.value ?? ""] as const);
    const found = typed.map(([field, text]) => [field.id, problemOf(text, field)] as const);
    setProblems(Object.fromEntries(found));
    const [wrong] = found.find(([, problem]) => problem) ?? [];
    if (wrong !== undefined) {
      inputs.current.get(wrong)?.focus();
      return;
    }
    submit(Object.fromEntries(typed.map(([field, text]) => [field.id, meantBy(text, field)])), () =>
      forget(fields),
    );
  }

  if (isLocked) {
    return (
      <div className="space-y-5">
        <FailureNotice state={state} texts={texts} />
        <Notice tone="info" word={texts.locked.title}>
          <p>{texts.locked.body}</p>
        </Notice>
        <Button
          type="button"
          variant="primary"
          pending={pending}
          pendingLabel={texts.pending}
          onClick={again}
          wide
        >
          {texts.locked.again}
        </Button>
        <Button type="button" variant="quiet" onClick={retype} wide>
          {texts.locked.retype}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off" className="space-y-6">
      <FailureNotice state={state} texts={texts} />
      {fields.map((field) => {
        const problem = problems[field.id];
        return (
          <CredentialField
            key={field.id}
            id={`${id}-${field.id}`}
            field={field}
            ref={(input) => {
              if (input) inputs.current.set(field.id, input);
              return () => void inputs.current.delete(field.id);
            }}
            error={problem ? field.problems[problem] : undefined}
            pending={pending}
            texts={texts}
            onChange={() =>
              setProblems((known) => (known[field.id] ? { ...known, [field.id]: null } : known))
            }
          />
        );
      })}
      <Button variant="primary" pending={pending} pendingLabel={texts.working} disabled={!ready} wide>
        {texts.submit}
      </Button>
      {ready ? null : <p className="appears-when-stuck text-caution">{texts.stuck}</p>}
    </form>
  );
}
