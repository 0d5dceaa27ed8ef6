import { CircleAlert } from "lucide-react";
import type { ComponentProps } from "react";

import type { CodeRules } from "./typed-code.ts";

export interface CodeFieldProps
  extends Pick<ComponentProps<"input">, "ref" | "readOnly" | "onInput" | "name"> {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly error?: string;
  readonly rules: CodeRules;
}

/**
 * The one large field of a step. No longest length is set, because browsers would silently cut a code that is pasted
 * with its gaps. `data-first` is where the focus goes when the bank asks while the page is open.
 */
export function CodeField({ id, label, hint, error, rules, ...input }: CodeFieldProps) {
  return (
    <div className="space-y-2">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <p id={`${id}-hint`} className="text-quiet text-small">
        {hint}
      </p>
      <input
        {...input}
        id={id}
        type="text"
        required
        data-first=""
        autoComplete="one-time-code"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        inputMode={rules.format === "digits" ? "numeric" : "text"}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
        className={`block min-h-14 w-full rounded-edge border bg-paper px-4 py-2 text-heading text-ink tabular-nums tracking-[0.15em] ${
          error ? "border-2 border-danger" : "border-line-strong"
        }`}
      />
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-danger text-small">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
