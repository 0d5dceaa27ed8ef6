import { monogram } from "#components/brand/monogram.ts";

export interface BankMarkProps {
  readonly bank: string;
  /** A `data:image/…` URL; without it the name's monogram stands. */
  readonly logo: string | null;
}

/** A bank's mark. The name stands beside it, so it is silent; it is the bank's own and has not the firm's colour. */
export function BankMark({ bank, logo }: BankMarkProps) {
  if (logo?.startsWith("data:image/")) {
    return (
      // biome-ignore lint/performance/noImgElement: the picture is in the address; there is nothing to optimise.
      <img src={logo} alt="" width={36} height={36} className="size-9 shrink-0 rounded-edge object-contain" />
    );
  }
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center rounded-edge border border-line-strong bg-raised font-semibold font-serif"
    >
      {monogram(bank) || "–"}
    </span>
  );
}

/** The bank's mark and name, above what it asks. */
export function NamedBank({ bank, logo }: BankMarkProps) {
  return (
    <p className="flex items-center gap-3">
      <BankMark bank={bank} logo={logo} />
      <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{bank}</span>
    </p>
  );
}
