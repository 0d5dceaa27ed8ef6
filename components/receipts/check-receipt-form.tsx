"use client";

import { useId, useRef } from "react";
import { useForm } from "react-hook-form";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Field } from "#components/ui/field.tsx";
import { useFormAction } from "#components/ui/use-form-action.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ReceiptCheckView } from "#lib/receipts/view.ts";
import type { CheckReceiptTexts } from "./check-receipt-texts.ts";
import { CheckedReceipt } from "./checked-receipt.tsx";

export interface CheckReceiptFormProps {
  readonly check: FormAction<ReceiptCheckView>;
  readonly texts: CheckReceiptTexts;
}

/** A file or its text, and below it what became of the check. It works without script. */
export function CheckReceiptForm({ check, texts }: CheckReceiptFormProps) {
  const { state, formAction, pending, send } = useFormAction(check, texts.unreachable);
  const { register, handleSubmit } = useForm();
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  return (
    <div className="space-y-10">
      <form
        ref={form}
        action={formAction}
        className="max-w-[34rem] space-y-5"
        onSubmit={handleSubmit(() => form.current && send(new FormData(form.current)))}
      >
        <FailureNotice state={state} texts={texts} />
        <Field
          id={`${id}-file`}
          type="file"
          accept=".json,application/json"
          label={texts.file}
          hint={texts.fileHint}
          {...register("file")}
        />
        <div className="space-y-1.5">
          <label htmlFor={`${id}-text`} className="block font-semibold">
            {texts.text}
          </label>
          <textarea
            id={`${id}-text`}
            rows={5}
            spellCheck={false}
            className="block w-full rounded-edge border border-line-strong bg-raised px-3 py-2 font-mono text-ink text-small"
            {...register("text")}
          />
        </div>
        <Button variant="primary" pending={pending} pendingLabel={texts.pending}>
          {texts.submit}
        </Button>
      </form>
      {state.status === "done" ? <CheckedReceipt checked={state.value} texts={texts} /> : null}
    </div>
  );
}
