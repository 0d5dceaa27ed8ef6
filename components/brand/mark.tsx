import { monogram } from "./monogram.ts";

export interface MarkProps {
  readonly name: string;
  /** A `data:image/…` URL; without it the name's monogram stands. */
  readonly logo: string | null;
  /** A bank's mark is its own and has not the firm's colour. */
  readonly of: "firm" | "bank";
}

const colours = {
  firm: "bg-accent text-accent-ink",
  bank: "border border-line-strong bg-raised",
} as const;

/** The mark of a firm or of a bank. The name stands beside it, so the mark itself is silent. */
export function Mark({ name, logo, of }: MarkProps) {
  if (logo?.startsWith("data:image/")) {
    return (
      // biome-ignore lint/performance/noImgElement: the picture is in the address; there is nothing to optimise.
      <img src={logo} alt="" width={36} height={36} className="size-9 shrink-0 rounded-edge object-contain" />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={`grid size-9 shrink-0 place-items-center rounded-edge font-semibold font-serif ${colours[of]}`}
    >
      {monogram(name) || "–"}
    </span>
  );
}
