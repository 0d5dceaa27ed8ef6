"use client";

import { unstable_rethrow } from "next/navigation";
import { useActionState, useState, useTransition } from "react";

import { type ActionState, type FormAction, idle } from "#lib/kernel/action-state.ts";

/**
 * A server action as a form uses it. `formAction` is the plain action, with which the form works before and without
 * script. `send` is the same with script: a second press while one is under way does nothing, and a server that
 * cannot be reached becomes a state of the form instead of an error that takes away what was typed.
 */
export function useFormAction<T>(action: FormAction<T>, unreachable: string) {
  const [posted, formAction] = useActionState<ActionState<T>, FormData>(action, idle);
  const [sent, setSent] = useState<ActionState<T> | null>(null);
  const [pending, startTransition] = useTransition();
  const state = sent ?? posted;

  function send(form: FormData) {
    if (pending) return;
    // What React puts into the page for posting without script is no field of ours.
    for (const name of [...form.keys()]) if (name.startsWith("$ACTION")) form.delete(name);
    startTransition(async () => {
      const next = await action(state, form).catch((cause: unknown): ActionState<T> => {
        // What an earlier attempt came to is over, also where this one leads back to the same page.
        setSent(idle);
        // `redirect()` works by throwing; it is not a failure.
        unstable_rethrow(cause);
        return {
          status: "failed",
          code: "system.unavailable",
          title: unreachable,
          requestId: "–",
          values: {},
        };
      });
      startTransition(() => setSent(next));
    });
  }

  return { state, formAction, pending, send };
}
