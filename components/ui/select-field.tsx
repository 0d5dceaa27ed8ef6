import type { ComponentProps } from "react";

export interface SelectFieldProps extends Omit<ComponentProps<"select">, "className" | "id" | "children"> {
  readonly id: string;
  readonly label: string;
  /** The first is what stands there before anybody chooses. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A labelled choice of one among several. */
export function SelectField({ id, label, options, ...select }: SelectFieldProps) {
  return (
    <div className="min-w-0 space-y-1.5">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      <select
        {...select}
        id={id}
        className="block min-h-11 w-full rounded-edge border border-line-strong bg-raised px-3 py-2 text-body text-ink"
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
