"use client";

import { useRef, useState } from "react";

import { useFormAction } from "#components/ui/use-form-action.ts";
import type { AnswerKeyView } from "#lib/authorisation/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { sealAnswer } from "./seal-answer.ts";
import { useReloadWhenOvertaken } from "./use-reload-when-overtaken.ts";

export interface SealedAnswer {
  readonly answerKey: AnswerKeyView;
  readonly kind: "code" | "redirected";
  readonly action: FormAction;
  readonly unreachable: string;
}

/**
 * Seals an answer and hands over the sealed form. What is typed is an argument and nothing that React keeps. The
 * sealed form may be sent again as it is: it counts once.
 */
export function useSealedAnswer({ answerKey, kind, action, unreachable }: SealedAnswer) {
  const { state, pending, send } = useFormAction(action, unreachable);
  const [isSealing, setSealing] = useState(false);
  const [cannotSeal, setCannotSeal] = useState(false);
  const sealed = useRef<string | null>(null);
  /** Two presses may come before React has drawn the first. */
  const isBusy = useRef(false);
  useReloadWhenOvertaken(state);
  const isSent = isSealing || pending || state.status === "done";

  function handOver(): void {
    const form = new FormData();
    form.set("authorisationId", answerKey.authorisationId);
    form.set("step", String(answerKey.step));
    form.set("kind", kind);
    form.set("sealed", sealed.current ?? "");
    send(form);
  }

  return {
    state,
    cannotSeal,
    isSent,
    isBusy: () => isBusy.current,
    /** There is something sealed whose fate is not known. */
    hasSealed: () => sealed.current !== null,
    forget: () => {
      sealed.current = null;
    },
    again: handOver,
    async answer(text: string): Promise<void> {
      if (isSent || isBusy.current) return;
      isBusy.current = true;
      setSealing(true);
      try {
        sealed.current = await sealAnswer(answerKey, text);
      } catch {
        setCannotSeal(true);
        return;
      } finally {
        isBusy.current = false;
        setSealing(false);
      }
      handOver();
    },
  };
}
