import type { Locale } from "#lib/kernel/locale.ts";
import type { FieldView } from "./field-view.ts";
import type { CredentialField, Institution } from "./institution-entry.ts";
import type { InstitutionFormView, InstitutionView } from "./view.ts";

export const toInstitutionView = (institution: Institution, locale: Locale): InstitutionView => ({
  id: institution.id,
  name: institution.name,
  legalName: institution.legalName,
  bic: institution.bic,
  country: institution.country,
  state: institution.status,
  stateText: institution.statusText?.[locale] ?? null,
});

export const toInstitutionFormView = (institution: Institution, locale: Locale): InstitutionFormView => ({
  ...toInstitutionView(institution, locale),
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
