import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import type { InstitutionBanners } from "./banner-view.ts";
import { toInstitutionView } from "./in-language.ts";
import type { Institution, Institutions } from "./institution-entry.ts";
import type { InstitutionHealth } from "./read-institution-health.ts";
import type { InstitutionListView } from "./view.ts";

export const ListInstitutions = z.strictObject({
  /** Every word of it must be found in the name, the BIC or the country. */
  query: z.string().max(100),
  locale: z.enum(locales),
  /** Where the person's bank may be: popular banks of these go before those of others. */
  countries: z.array(z.string()).readonly().default([]),
});
export type ListInstitutions = z.input<typeof ListInstitutions>;

/** As many as a person reads through; with more, another word of the search helps better. */
const shownAtOnce = 50;
/** On a phone, what is seen without scrolling and a little more. */
const popularAtOnce = 6;

/** The banks that somebody may be looking for, by name. An empty search finds all, the popular ones first. */
export function listInstitutions(
  ctx: Context,
  institutions: Institutions,
  { query, locale, countries = [] }: ListInstitutions,
  health: InstitutionHealth = new Map(),
  banners: InstitutionBanners = new Map(),
): InstitutionListView {
  requirePermission(ctx, "institution.read");
  const wanted = wordsOf(query);
  const all = [...institutions.values()]
    .filter((institution) => isFoundBy(institution, wanted))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const popular = wanted.length === 0 ? popularOf(all, countries) : [];
  const found = all.filter((institution) => !popular.includes(institution));
  const toView = (institution: Institution) => toInstitutionView(institution, { health, banners }, locale);
  return {
    popular: popular.map(toView),
    found: found.slice(0, shownAtOnce).map(toView),
    more: Math.max(0, found.length - shownAtOnce),
  };
}

/** Those of the likely countries; where these have none, those of all. */
function popularOf(all: readonly Institution[], countries: readonly string[]): readonly Institution[] {
  const popular = all.filter((institution) => institution.popular);
  const near = popular.filter(({ country }) => countries.includes(country));
  return (near.length > 0 ? near : popular).slice(0, popularAtOnce);
}

function isFoundBy({ name, legalName, bic, country }: Institution, wanted: readonly string[]): boolean {
  const countries = locales.map((locale) => countryName(country, locale));
  const words = wordsOf([name, legalName, bic, country, ...countries].join(" "));
  return wanted.every((part) => words.some((word) => word.startsWith(part)));
}

const countryName = (code: string, locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;

/** Accents, capitals and punctuation do not matter to whoever searches. */
const wordsOf = (text: string): readonly string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
