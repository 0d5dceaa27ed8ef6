import { formatPercent } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** A part of the whole in few figures. What is there is never told as nothing: a little has two decimals. */
export function formatWeight(locale: Locale, weight: string): string {
  const isLittle = /^-?0\.0/.test(weight);
  return formatPercent(locale, weight, isLittle ? 2 : 1);
}
