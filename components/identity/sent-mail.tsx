"use client";

import { useContext } from "react";

import { ActionButton, type ActionButtonTexts } from "#components/ui/action-button.tsx";
import { DoneValue } from "#components/ui/done-value.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

/** The address as the server understood it. */
function useSentTo(): string | null {
  const answer = useContext(DoneValue);
  const isAddressed = typeof answer === "object" && answer !== null && "email" in answer;
  return isAddressed && typeof answer.email === "string" ? answer.email : null;
}

export interface SentToProps {
  /** With `{email}` in it. */
  readonly template: string;
  readonly unaddressed: string;
}

export function SentTo({ template, unaddressed }: SentToProps) {
  const email = useSentTo();
  return (
    <p className="[overflow-wrap:anywhere]">
      {email === null ? unaddressed : template.replace("{email}", email)}
    </p>
  );
}

export interface SendAgainProps {
  /** The action that sent the first one. */
  readonly action: FormAction<{ email: string }>;
  readonly next: string | null;
  readonly label: string;
  readonly done: string;
  readonly texts: ActionButtonTexts;
}

/** Asks once more for the same address, without it being typed again. */
export function SendAgain({ action, next, label, done, texts }: SendAgainProps) {
  const email = useSentTo();
  return (
    <ActionButton
      action={action}
      hidden={{ email, next }}
      variant="quiet"
      size="dense"
      texts={texts}
      done={<p className="ps-2 font-semibold">{done}</p>}
    >
      {label}
    </ActionButton>
  );
}
