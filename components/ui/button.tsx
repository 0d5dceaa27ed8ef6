import type { ComponentProps } from "react";

import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";

export interface ButtonProps extends Omit<ComponentProps<"button">, "className"> {
  readonly variant: ButtonVariant;
  readonly size?: ButtonSize;
  /** While it is true the button says `pendingLabel`, keeps its width, and stays in the keyboard's path. */
  readonly pending?: boolean;
  readonly pendingLabel?: string;
  /** As wide as its column. */
  readonly wide?: boolean;
  /** Where the label stands when `pendingLabel` is the longer of the two: at the edge that the button stands at. */
  readonly align?: "start" | "center" | "end";
}

const alignment = {
  start: "justify-items-start",
  center: "justify-items-center",
  end: "justify-items-end",
} as const;

export function Button({
  variant,
  size,
  pending = false,
  pendingLabel,
  wide = false,
  align = variant === "quiet" ? "start" : "center",
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="submit"
      {...rest}
      aria-disabled={pending || undefined}
      className={`${buttonClass(variant, size)} ${wide ? "w-full" : ""}`}
    >
      <span className={`grid ${alignment[align]}`}>
        <span className={`col-start-1 row-start-1 self-center ${pending && pendingLabel ? "invisible" : ""}`}>
          {children}
        </span>
        {pendingLabel ? (
          <span className={`col-start-1 row-start-1 self-center ${pending ? "" : "invisible"}`}>
            {pendingLabel}
          </span>
        ) : null}
      </span>
    </button>
  );
}
