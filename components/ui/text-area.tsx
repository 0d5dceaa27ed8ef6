import { CircleAlert } from "lucide-react";
import type { ComponentProps } from "react";

export interface TextAreaProps extends Omit<ComponentProps<"textarea">, "className" | "id"> {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string;
}

/** A labelled field of several lines. Its hint and its error are read out with it. */
export function TextArea({ id, label, hint, error, ...input }: TextAreaProps) {
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="text-small text-quiet">
          {hint}
        </p>
      ) : null}
      <textarea
        rows={4}
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className={`block min-h-11 w-full rounded-edge border bg-raised px-3 py-2 text-body text-ink ${
          error ? "border-2 border-danger" : "border-line-strong"
        }`}
      />
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-small text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
