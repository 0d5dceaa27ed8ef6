"use client";

import type { ReactNode } from "react";

import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { AfterSending } from "./after-sending.tsx";
import { useReloadWhenOvertaken } from "./use-reload-when-overtaken.ts";

export interface MethodChoiceProps {
  readonly methods: readonly {
    readonly id: string;
    readonly mark: ReactNode;
    readonly more: string | null;
  }[];
  /** Field: `methodId`, beside those of the step. */
  readonly action: FormAction;
  readonly hidden: Readonly<Record<string, string>>;
  readonly texts: FormTexts;
}

/** One button a way: pressing it is choosing it. */
export function MethodChoice({ methods, action, hidden, texts }: MethodChoiceProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  useReloadWhenOvertaken(state);
  const isSent = pending || state.status === "done";
  return (
    <form
      action={formAction}
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSent) send(new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter));
      }}
    >
      <FailureNotice state={state} texts={texts} />
      <HiddenFields values={hidden} />
      <ul className="divide-y divide-line rounded-edge border border-line-strong">
        {methods.map(({ id, mark, more }) => (
          <li key={id}>
            <button
              type="submit"
              name="methodId"
              value={id}
              aria-disabled={isSent || undefined}
              className="min-h-14 w-full px-4 py-3 text-start underline-offset-4 hover:underline aria-disabled:cursor-progress aria-disabled:text-quiet aria-disabled:no-underline"
            >
              {mark}
              {more ? <span className="mt-1 block ps-9 text-quiet text-small">{more}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-quiet text-small">
        {isSent ? texts.pending : null}
      </p>
      {state.status === "done" ? <AfterSending /> : null}
    </form>
  );
}
