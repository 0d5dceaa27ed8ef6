import { isCountry } from "./country.ts";

/**
 * Where somebody's bank may be, by the regions in their browser's `Accept-Language` (`pt-BR`), the first first. A
 * language alone says nothing of a country.
 */
export function likelyCountries(header: string | null | undefined): readonly string[] {
  const regions = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => /^\s*[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\s*(?:;|$)/i.exec(part)?.[1]?.toUpperCase());
  return [...new Set(regions)].filter((region) => region !== undefined && isCountry(region)) as string[];
}
