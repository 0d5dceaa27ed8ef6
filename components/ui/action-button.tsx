"use client";

import type { ReactNode } from "react";

import type { FormAction } from "#lib/kernel/action-state.ts";
import { Button, type ButtonProps } from "./button.tsx";
import { DoneValue } from "./done-value.ts";
import { FailureNotice } from "./failure-notice.tsx";
import type { FormTexts } from "./form-texts.ts";
import { HiddenFields } from "./hidden-fields.tsx";
import { useFormAction } from "./use-form-action.ts";

export type ActionButtonTexts = Pick<
  FormTexts,
  "pending" | "danger" | "formInvalid" | "unreachable" | "support"
>;

export interface ActionButtonProps<T>
  extends Pick<ButtonProps, "variant" | "size" | "wide" | "align" | "aria-label"> {
  readonly action: FormAction<T>;
  readonly hidden?: Readonly<Record<string, string | null>>;
  readonly texts: ActionButtonTexts;
  readonly children: ReactNode;
  /** Stands in the button's place once its action is done. */
  readonly done?: ReactNode;
}

/** A form of one button. */
export function ActionButton<T>({ action, hidden, texts, children, done, ...button }: ActionButtonProps<T>) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  if (state.status === "done" && done) {
    return (
      <div role="status">
        <DoneValue value={state.value}>{done}</DoneValue>
      </div>
    );
  }
  return (
    <form
      action={formAction}
      className="grid justify-items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send(new FormData(event.currentTarget));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={hidden} />
      <Button {...button} pending={pending} pendingLabel={texts.pending}>
        {children}
      </Button>
    </form>
  );
}
