export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "usual" | "dense";

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: "border border-accent bg-accent font-semibold text-accent-ink hover:underline",
  secondary: "border border-line-strong bg-raised font-semibold text-ink hover:border-ink",
  quiet: "border border-transparent font-medium text-accent underline underline-offset-4 hover:decoration-2",
  danger: "border border-danger bg-danger font-semibold text-danger-ink hover:underline",
};

const sizes: Readonly<Record<ButtonSize, string>> = {
  usual: "min-h-11 px-5 py-2 text-body",
  dense: "min-h-7 px-2 py-0.5 text-small",
};

/** The look of what is pressed, shared by buttons, links that act like one, and summaries. Paper has nothing to press. */
export const buttonClass = (variant: ButtonVariant, size: ButtonSize = "usual") =>
  `inline-flex items-center justify-center gap-2 rounded-edge text-balance text-center leading-tight underline-offset-4
   aria-disabled:cursor-progress aria-disabled:no-underline print:hidden ${variants[variant]} ${sizes[size]}`.replace(
    /\s+/g,
    " ",
  );
