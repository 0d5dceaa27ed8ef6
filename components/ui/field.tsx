import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

export interface FieldProps extends Omit<ComponentProps<"input">, "className" | "id"> {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string;
  /** Stands at the end of the label's line. */
  readonly aside?: ReactNode;
}

/** A labelled input. Its hint and its error are read out with it. */
export function Field({ id, label, hint, error, aside, ...input }: FieldProps) {
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="space-y-1.5">
      <div className="flex items-end justify-between gap-4">
        <label htmlFor={id} className="block font-semibold">
          {label}
        </label>
        {aside}
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-small text-quiet">
          {hint}
        </p>
      ) : null}
      <input
        {...input}
        defaultValue={shownAtFirst(input)}
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

/** A date input shows no day that is none, and browsers complain about one: what stood in an address may be anything. */
function shownAtFirst({ type, defaultValue }: Pick<FieldProps, "type" | "defaultValue">) {
  if (type !== "date" || typeof defaultValue !== "string") return defaultValue;
  const day = new Date(`${defaultValue}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(`${defaultValue}T`);
  return isDay ? defaultValue : undefined;
}
