"use client";

import { type ReactNode, useId, useRef, useSyncExternalStore } from "react";
import { useForm } from "react-hook-form";

import type { Question } from "#components/journey/question.ts";
import { QuestionField } from "#components/journey/question-field.tsx";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { platformConstraints } from "#components/ui/platform-constraints.ts";
import { SelectField } from "#components/ui/select-field.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { InviteSelect } from "./use-invite-selects.ts";

export interface InviteFormProps {
  readonly action: FormAction;
  readonly questions: readonly Question[];
  readonly selects: readonly InviteSelect[];
  readonly texts: FormTexts & {
    readonly who: string;
    readonly email: string;
    readonly emailHint: string;
    readonly name: string;
    readonly nameHint: string;
    readonly what: string;
    readonly more: string;
    readonly reference: string;
    readonly referenceHint: string;
    readonly submit: string;
  };
}

const never = () => () => {};
/** These have a line of their own; the others stand side by side. */
const wide: readonly string[] = ["locale", "basis", "institution"];

/** Who is invited, what is asked of them, and what the firm may add. Without script it is an ordinary form. */
export function InviteForm({ action, questions, selects, texts }: InviteFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const { register, handleSubmit, formState } = useForm({
    mode: "onSubmit",
    resolver: platformConstraints(texts),
  });
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const values = "values" in state ? state.values : null;
  const refused = state.status === "invalid" ? state.fields : {};
  const text = (name: "email" | "name" | "reference", more: Omit<Parameters<typeof Field>[0], "id">) => {
    const found = formState.errors[name]?.message ?? refused[name]?.[0];
    const error = typeof found === "string" ? { error: found } : {};
    return (
      <Field id={`${id}-${name}`} {...more} {...register(name)} defaultValue={values?.[name]} {...error} />
    );
  };
  const select = ({ name, label, options, value }: InviteSelect) => (
    <SelectField
      key={name}
      id={`${id}-${name}`}
      name={name}
      label={label}
      options={options}
      defaultValue={values?.[name] ?? value}
    />
  );
  const ofGroup = (isOf: (name: string) => boolean) => selects.filter(({ name }) => isOf(name)).map(select);
  return (
    <form
      ref={form}
      action={formAction}
      noValidate={scripted}
      className="space-y-12"
      onSubmit={handleSubmit(() => form.current && send(new FormData(form.current)))}
    >
      <FailureNotice state={state} texts={texts} />
      <Part title={texts.who}>
        {text("email", {
          ...{ label: texts.email, hint: texts.emailHint, type: "email", autoComplete: "off" },
          ...{ required: true, maxLength: 254 },
        })}
        {text("name", {
          ...{ label: texts.name, hint: texts.nameHint, type: "text", autoComplete: "off" },
          ...{ required: true, maxLength: 100 },
        })}
        {ofGroup((name) => name === "locale")}
      </Part>
      {questions.map((question) => (
        <QuestionField key={question.name} question={question} answers={{ values, missing: refused }} />
      ))}
      <Part title={texts.what}>
        <div className="grid items-end gap-5 sm:grid-cols-2">{ofGroup((name) => !wide.includes(name))}</div>
        {ofGroup((name) => name === "basis")}
      </Part>
      <Part title={texts.more}>
        {ofGroup((name) => name === "institution")}
        {text("reference", {
          ...{ label: texts.reference, hint: texts.referenceHint, type: "text", autoComplete: "off" },
          maxLength: 100,
        })}
      </Part>
      <Button variant="primary" pending={pending} pendingLabel={texts.pending} wide>
        {texts.submit}
      </Button>
    </form>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="space-y-5">
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}
