import { exact } from "#lib/kernel/decimal.ts";
import { formatPercent } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** In per cent, as it was said: never rounded. */
export const percentOf = (share: string): string => exact(share).times(100).toFixed();

/** A part from 0 to 1 in per cent, with as many decimals as it has. */
export function formatShare(locale: Locale, share: string): string {
  const percent = percentOf(share);
  return formatPercent(locale, percent, percent.split(".")[1]?.length ?? 0);
}
