import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { toInstitutionView } from "./in-language.ts";
import type { Institution, Institutions } from "./institution-entry.ts";
import type { InstitutionHealth } from "./read-institution-health.ts";
import type { InstitutionListView } from "./view.ts";

export const ListInstitutions = z.strictObject({
  /** Every word of it must be found in the name, the BIC or the country. */
  query: z.string().max(100),
  locale: z.enum(locales),
});
export type ListInstitutions = z.output<typeof ListInstitutions>;

/** As many as a person reads through; with more, another word of the search helps better. */
const shownAtOnce = 50;

/** The banks that somebody may be looking for, by name. An empty search finds all. */
export function listInstitutions(
  ctx: Context,
  institutions: Institutions,
  { query, locale }: ListInstitutions,
  health: InstitutionHealth = new Map(),
): InstitutionListView {
  requirePermission(ctx, "institution.read");
  const wanted = wordsOf(query);
  const found = [...institutions.values()]
    .filter((institution) => isFoundBy(institution, wanted))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  return {
    found: found.slice(0, shownAtOnce).map((institution) => toInstitutionView(institution, health, locale)),
    more: Math.max(0, found.length - shownAtOnce),
  };
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
