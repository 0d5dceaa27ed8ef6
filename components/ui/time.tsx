import { useLocale } from "next-intl";

import { formatDate, formatDateTime } from "#lib/kernel/format.ts";

export interface TimeProps {
  readonly iso: string;
  /** A day, or a moment of it with its zone. */
  readonly show: "day" | "moment";
}

export function Time({ iso, show }: TimeProps) {
  const locale = useLocale();
  return (
    <time dateTime={iso} className="sm:whitespace-nowrap">
      {show === "day" ? formatDate(locale, iso) : formatDateTime(locale, iso)}
    </time>
  );
}
