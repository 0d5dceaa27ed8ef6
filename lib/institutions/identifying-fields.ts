import type { InstitutionSource } from "./institution-source.ts";

/** What tells one access at a bank from another, in the order of the present file; nothing at a bank that is not in it. */
export const identifyingFieldsOf =
  (institutions: InstitutionSource) =>
  (institutionId: string): readonly string[] =>
    (institutions.current().get(institutionId)?.credentialFields ?? [])
      .filter(({ identifying }) => identifying)
      .map(({ id }) => id);
