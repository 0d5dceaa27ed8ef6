"use client";

import { type ReactNode, useId, useRef, useSyncExternalStore } from "react";
import { useForm } from "react-hook-form";

import type { FormAction } from "#lib/kernel/action-state.ts";
import { Button } from "./button.tsx";
import type { ButtonVariant } from "./button-class.ts";
import { DoneValue } from "./done-value.ts";
import { FailureNotice } from "./failure-notice.tsx";
import { Field } from "./field.tsx";
import type { FormTexts } from "./form-texts.ts";
import { HiddenFields } from "./hidden-fields.tsx";
import { platformConstraints } from "./platform-constraints.ts";
import { SelectField, type SelectFieldProps } from "./select-field.tsx";
import { useFormAction } from "./use-form-action.ts";

export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: "email" | "tel" | "text" | "date";
  /** What stands there before anything is typed. */
  readonly value?: string;
  readonly autoComplete?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  /** Which keyboard a phone brings. */
  readonly inputMode?: "decimal";
  /** Where there are any, one of these is chosen instead of typed. */
  readonly options?: SelectFieldProps["options"];
}

export interface ActionFormProps<T> {
  readonly action: FormAction<T>;
  readonly fields: readonly FieldSpec[];
  readonly hidden?: Readonly<Record<string, string | null>>;
  readonly submit: string;
  readonly variant?: ButtonVariant;
  readonly texts: FormTexts;
  /** Stands in the form's place once its action is done. */
  readonly done?: ReactNode;
}

const never = () => () => {};

/** A form with fields. Without script it is an ordinary form, whose answer comes with the values and errors in it. */
export function ActionForm<T>(props: ActionFormProps<T>) {
  const { state, formAction, pending, send } = useFormAction(props.action, props.texts.unreachable);
  const { register, handleSubmit, formState } = useForm({
    // Not on blur: an error that appears while a button is being pressed would move it away from under the press.
    mode: "onSubmit",
    resolver: platformConstraints(props.texts),
  });
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  // The browser's own bubbles are for a page without script; with it, the errors stand at their fields.
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  if (state.status === "done" && props.done) {
    return (
      <div role="status">
        <DoneValue value={state.value}>{props.done}</DoneValue>
      </div>
    );
  }

  const values = "values" in state ? state.values : {};
  const serverErrors = state.status === "invalid" ? state.fields : {};
  return (
    <form
      ref={form}
      action={formAction}
      noValidate={scripted}
      className="space-y-5"
      onSubmit={handleSubmit(() => form.current && send(new FormData(form.current)))}
    >
      <FailureNotice state={state} texts={props.texts} />
      <HiddenFields values={props.hidden} />
      {props.fields.map(({ name, value, options, ...field }) => {
        const found = formState.errors[name]?.message ?? serverErrors[name]?.[0];
        if (options)
          return (
            <SelectField
              key={name}
              id={`${id}-${name}`}
              label={field.label}
              options={options}
              {...register(name)}
              defaultValue={values[name] ?? value}
            />
          );
        return (
          <Field
            key={name}
            id={`${id}-${name}`}
            {...field}
            {...register(name)}
            defaultValue={values[name] ?? value}
            error={typeof found === "string" ? found : undefined}
          />
        );
      })}
      <Button variant={props.variant ?? "primary"} pending={pending} pendingLabel={props.texts.pending} wide>
        {props.submit}
      </Button>
    </form>
  );
}
