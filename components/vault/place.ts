import { formatCountry } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** A region such as `eu-nl` as the country that it stands for. */
export const placeOf = (region: string, locale: Locale): string => {
  const country = region.slice(region.indexOf("-") + 1).toUpperCase();
  return /^[A-Z]{2}$/.test(country) ? formatCountry(locale, country) : region;
};
