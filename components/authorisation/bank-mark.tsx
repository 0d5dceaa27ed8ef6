import { monogram } from "#components/brand/monogram.ts";

/** The bank's name and mark, above what it asks. It is the bank's and not the firm's, so it has not the firm's colour. */
export function BankMark({ bank }: { readonly bank: string }) {
  return (
    <p className="flex items-center gap-3">
      <span
        aria-hidden="true"
        className="grid size-9 shrink-0 place-items-center rounded-edge border border-line-strong bg-raised font-semibold font-serif"
      >
        {monogram(bank) || "–"}
      </span>
      <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{bank}</span>
    </p>
  );
}
