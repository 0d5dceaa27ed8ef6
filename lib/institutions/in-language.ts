import type { Locale } from "#lib/kernel/locale.ts";
import type { InstitutionBanners } from "./banner-view.ts";
import type { FieldView } from "./field-view.ts";
import type { CredentialField, Institution } from "./institution-entry.ts";
import type { InstitutionHealth } from "./read-institution-health.ts";
import type { HealthView, InstitutionFormView, InstitutionView } from "./view.ts";

/** What is known of banks beside what their file says. */
export interface Beside {
  readonly health: InstitutionHealth;
  readonly banners: InstitutionBanners;
}

/** The operator's word about a bank goes before what is measured: it knows what nobody has asked for yet. */
export const toInstitutionView = (
  institution: Institution,
  { health, banners }: Beside,
  locale: Locale,
): InstitutionView => ({
  id: institution.id,
  name: institution.name,
  legalName: institution.legalName,
  logo: institution.logo,
  bic: institution.bic,
  country: institution.country,
  state: institution.status,
  stateText: institution.statusText?.[locale] ?? null,
  measured: institution.status === "operational" ? unwell(health.get(institution.id)) : null,
  banner: banners.get(institution.id) ?? null,
});

const unwell = (health: HealthView | undefined): HealthView | null =>
  health && health.state !== "operational" ? health : null;

export const toInstitutionFormView = (
  institution: Institution,
  beside: Beside,
  locale: Locale,
): InstitutionFormView => ({
  ...toInstitutionView(institution, beside, locale),
  fields: institution.credentialFields.map((field) => toFieldView(field, locale)),
});

const toFieldView = (field: CredentialField, locale: Locale): FieldView => ({
  id: field.id,
  label: field.label[locale],
  help: field.help?.[locale] ?? null,
  secret: field.secret,
  format: field.format,
  minLength: field.minLength,
  maxLength: field.maxLength,
  autocomplete: field.autocomplete,
});
