"use client";

import type { ReactNode } from "react";

import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ActionButtonTexts } from "./action-button.tsx";
import { Button } from "./button.tsx";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { FailureNotice } from "./failure-notice.tsx";
import { HiddenFields } from "./hidden-fields.tsx";
import { useFormAction } from "./use-form-action.ts";

export interface ConfirmActionProps {
  readonly label: string;
  /** The label with its object, for whoever hears it out of its row and on the button itself. Begins with the label. */
  readonly fullLabel: string;
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly texts: ActionButtonTexts;
  /** Dense where it stands in a table. */
  readonly size?: ButtonSize;
  /** Danger, unless what it does can be done again. */
  readonly variant?: ButtonVariant;
  /** What the act means. */
  readonly children: ReactNode;
}

/** An act with consequences is asked about where it stands, and says there if it failed. It works without script. */
export function ConfirmAction(props: ConfirmActionProps) {
  const { label, fullLabel, action, hidden, texts, size = "dense", variant = "danger", children } = props;
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const failed = state.status === "failed" || state.status === "invalid";
  return (
    <details open={failed || undefined}>
      <summary aria-label={fullLabel} className={`${buttonClass("quiet", size)} flex w-fit list-none`}>
        {label}
      </summary>
      <form
        action={formAction}
        className={
          size === "dense"
            ? "w-max max-w-[min(20rem,75vw)] space-y-2 whitespace-normal px-2 py-2 text-small [overflow-wrap:anywhere] xl:w-auto xl:min-w-56"
            : "space-y-3 px-5 py-2"
        }
        onSubmit={(event) => {
          event.preventDefault();
          send(new FormData(event.currentTarget));
        }}
      >
        <FailureNotice state={state} texts={texts} />
        <HiddenFields values={hidden} />
        {children}
        <Button variant={variant} size={size} pending={pending} pendingLabel={texts.pending}>
          {fullLabel}
        </Button>
      </form>
    </details>
  );
}
