import type { ReactNode } from "react";

export interface QuestionOption {
  readonly value: string;
  readonly label: ReactNode;
  readonly note?: ReactNode;
  /** What opens below it. */
  readonly more?: { readonly summary: string; readonly content: ReactNode };
  /** What is asked further about it. It counts only if this one is chosen. */
  readonly further?: Question;
}

/** One question of a form. Its answer is one of the options, or any of them. */
export interface Question {
  readonly name: string;
  readonly kind: "one" | "several";
  readonly legend: string;
  readonly hint?: ReactNode;
  readonly options: readonly QuestionOption[];
  /** What the person answered before. */
  readonly chosen: readonly string[];
  /** Said here when the answer is missing. */
  readonly missing: string;
  /** Ticks everything at once, where a script can. */
  readonly all?: string;
}
