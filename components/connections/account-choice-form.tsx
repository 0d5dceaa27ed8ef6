"use client";

import { type ReactNode, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface AccountChoiceFormProps {
  readonly connectionId: string;
  readonly accounts: readonly { readonly id: string; readonly name: ReactNode }[];
  /** Fields: `connectionId`, `choice` (`chosen`, `all` or `none`), and `account` once for each that is chosen. */
  readonly action: FormAction;
  readonly texts: FormTexts & {
    readonly legend: string;
    readonly submit: string;
    readonly all: string;
    /** `null` where choosing nothing is no answer. */
    readonly none: string | null;
    readonly missing: string;
  };
}

/** Nothing is ticked beforehand. All of them is an act of its own, and so is none. */
export function AccountChoiceForm({ connectionId, accounts, action, texts }: AccountChoiceFormProps) {
  const { state, formAction, pending, send } = useFormAction(action, texts.unreachable);
  const [isMissing, setMissing] = useState(false);
  return (
    <form
      action={formAction}
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
        const lacks = form.get("choice") === "chosen" && !form.has("account");
        setMissing(lacks);
        if (!lacks) send(form);
      }}
    >
      <FailureNotice state={state.status === "invalid" ? { status: "idle" } : state} texts={texts} />
      {isMissing || state.status === "invalid" ? (
        <Notice tone="danger" word={texts.danger} role="alert">
          <p>{texts.missing}</p>
        </Notice>
      ) : null}
      <HiddenFields values={{ connectionId }} />
      <fieldset className="space-y-3">
        <legend className="font-semibold">{texts.legend}</legend>
        <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
          {accounts.map(({ id, name }) => (
            <li key={id}>
              <input type="hidden" name="offered" value={id} />
              <label className="flex cursor-pointer items-start gap-4 px-4 py-4 sm:px-5">
                <input type="checkbox" name="account" value={id} className="mt-1 size-5 shrink-0" />
                {name}
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="grid gap-3">
        <Button
          name="choice"
          value="chosen"
          variant="primary"
          pending={pending}
          pendingLabel={texts.pending}
          wide
        >
          {texts.submit}
        </Button>
        <Button name="choice" value="all" variant="secondary" wide>
          {texts.all}
        </Button>
        {texts.none ? (
          <Button name="choice" value="none" variant="quiet" wide>
            {texts.none}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
