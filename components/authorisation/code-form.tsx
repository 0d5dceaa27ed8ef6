"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { AnswerKeyView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { CodeField } from "./code-field.tsx";
import type { CodeTexts } from "./code-texts.ts";
import { type CodeProblem, type CodeRules, meantBy, problemOf } from "./typed-code.ts";
import { useSealedAnswer } from "./use-sealed-answer.ts";

export interface CodeFormProps {
  readonly answerKey: AnswerKeyView;
  readonly rules: CodeRules;
  readonly action: FormAction;
  readonly texts: CodeTexts;
}

/** The scripted form of a code. Its field has no name, so no form can post it, and React never holds what is typed. */
export function CodeForm({ answerKey, rules, action, texts }: CodeFormProps) {
  const { unreachable } = texts;
  const answering = useSealedAnswer({ answerKey, kind: "code", action, unreachable });
  const { state, isSent, cannotSeal } = answering;
  const [problem, setProblem] = useState<CodeProblem | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    // A page that is left may stay in the browser's memory; a code does not stay with it.
    const leave = () => clear(input.current);
    window.addEventListener("pagehide", leave);
    return () => window.removeEventListener("pagehide", leave);
  }, []);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isSent || answering.isBusy()) return;
    const code = meantBy(input.current?.value ?? "", rules);
    if (code === "" && answering.hasSealed()) {
      answering.again();
      return;
    }
    const found = problemOf(code, rules);
    setProblem(found);
    if (found) {
      input.current?.focus();
      return;
    }
    clear(input.current);
    void answering.answer(code);
  }

  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off" className="space-y-5">
      <FailureNotice state={state} texts={texts} />
      {cannotSeal ? (
        <Notice tone="danger" word={texts.danger} role="alert">
          <p>{texts.unsealed}</p>
        </Notice>
      ) : null}
      <CodeField
        id={`${id}-code`}
        ref={input}
        label={texts.label}
        hint={state.status === "failed" ? texts.kept : texts.hint}
        error={problem ? texts.problems[problem] : undefined}
        rules={rules}
        readOnly={isSent}
        onInput={() => {
          answering.forget();
          setProblem(null);
        }}
      />
      <Button variant="primary" pending={isSent} pendingLabel={texts.checking} wide>
        {texts.submit}
      </Button>
      <p role="status" className="sr-only">
        {isSent ? texts.checking : null}
      </p>
    </form>
  );
}

function clear(input: HTMLInputElement | null): void {
  if (input) input.value = "";
}
