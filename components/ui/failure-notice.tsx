"use client";

import { useEffect, useRef } from "react";

import type { ActionState } from "#lib/kernel/action-state.ts";
import { type FormTexts, supportLine } from "./form-texts.ts";
import { Notice } from "./notice.tsx";

export interface FailureNoticeProps {
  readonly state: ActionState<unknown>;
  readonly texts: Pick<FormTexts, "danger" | "formInvalid" | "support">;
}

/** Says why the last attempt failed and takes the focus there, once per attempt. */
export function FailureNotice({ state, texts }: FailureNoticeProps) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.status === "failed" || state.status === "invalid") notice.current?.focus();
  }, [state]);

  if (state.status === "failed") {
    return (
      <Notice ref={notice} role="alert" tone="danger" word={texts.danger}>
        <p>{state.title}</p>
        <p className="text-small text-quiet">{supportLine(texts.support, state.code, state.requestId)}</p>
      </Notice>
    );
  }
  if (state.status === "invalid") {
    return (
      <Notice ref={notice} role="alert" tone="danger" word={texts.danger}>
        <p>{texts.formInvalid}</p>
      </Notice>
    );
  }
  return null;
}
