import { useLocale, useTranslations } from "next-intl";

import { formatDateTime, formatReckoned } from "#lib/kernel/format.ts";
import type { FigureView } from "#lib/portfolio/wealth-view.ts";
import { MarkList } from "./mark-list.tsx";

export interface ChiefValueProps {
  readonly figure: FigureView;
  /** A sum is as old as its oldest part. */
  readonly isSum: boolean;
}

/** The one figure that a page is about, large, with its date and marks. */
export function ChiefValue({ figure, isSum }: ChiefValueProps) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  if (figure.kind === "unavailable")
    return (
      <p className="font-serif text-heading">
        <span aria-hidden="true">– </span>
        {t("unavailable")}
      </p>
    );
  const date = formatDateTime(locale, figure.asOf);
  return (
    <>
      <p className={`font-serif text-heading tabular-nums ${isSum ? "sm:text-display" : ""}`}>
        {formatReckoned(locale, figure.value)}
      </p>
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-quiet text-small">
        {isSum ? t("asOfOldest", { date }) : t("asOf", { date })}
        <MarkList marks={figure.marks} />
      </p>
    </>
  );
}
