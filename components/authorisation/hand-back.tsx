"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { FormTexts } from "#components/ui/form-texts.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { AnswerKeyView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { useSealedAnswer } from "./use-sealed-answer.ts";

export interface HandBackProps {
  readonly answerKey: AnswerKeyView;
  readonly action: FormAction;
  readonly nextHref: string;
  readonly texts: FormTexts & {
    readonly working: string;
    readonly again: string;
    readonly unsealed: string;
  };
}

/** Seals the address that the bank sent the browser to, takes it out of the browser's history, and goes on. */
export function HandBack({ answerKey, action, nextHref, texts }: HandBackProps) {
  const router = useRouter();
  const { unreachable } = texts;
  const { state, cannotSeal, answer, again } = useSealedAnswer({
    ...{ answerKey, kind: "redirected", action, unreachable },
  });
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    const address = window.location.href;
    window.history.replaceState(null, "", window.location.pathname);
    void answer(address);
  });
  useEffect(() => {
    // What is no longer asked was answered: the page there knows how it ended.
    const isOver = state.status === "failed" && state.code !== "authorisation.unreachable";
    if (state.status === "done" || (isOver && state.code.startsWith("authorisation.")))
      router.replace(nextHref);
  }, [state, nextHref, router]);

  if (cannotSeal) {
    return (
      <Notice tone="danger" word={texts.danger} role="alert">
        <p>{texts.unsealed}</p>
      </Notice>
    );
  }
  return (
    <div className="needs-script space-y-5">
      <FailureNotice state={state} texts={texts} />
      {state.status === "failed" ? (
        <Button type="button" variant="primary" onClick={again}>
          {texts.again}
        </Button>
      ) : (
        <p role="status">{texts.working}</p>
      )}
    </div>
  );
}
