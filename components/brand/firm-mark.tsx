import { monogram } from "./monogram.ts";

export interface FirmMarkProps {
  readonly name: string;
  /** A `data:image/…` URL; without it the name's monogram stands. */
  readonly logo: string | null;
}

/** A firm's mark. The name stands beside it, so the mark itself is silent. */
export function FirmMark({ name, logo }: FirmMarkProps) {
  if (logo?.startsWith("data:image/")) {
    return (
      // biome-ignore lint/performance/noImgElement: the picture is in the address; there is nothing to optimise.
      <img src={logo} alt="" width={36} height={36} className="size-9 shrink-0 rounded-edge object-contain" />
    );
  }
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-edge bg-accent font-semibold font-serif text-accent-ink"
    >
      {monogram(name) || "–"}
    </span>
  );
}
