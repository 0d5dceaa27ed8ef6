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
}

export function Button({
  variant,
  size,
  pending = false,
  pendingLabel,
  wide = false,
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
      <span className={`grid ${variant === "quiet" ? "justify-items-start" : "justify-items-center"}`}>
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
