import type { Institutions } from "./institution-entry.ts";

/** What tells one access at a bank from another, in the order of the file; nothing at a bank that is not in it. */
export const identifyingFieldsOf =
  (institutions: Institutions) =>
  (institutionId: string): readonly string[] =>
    (institutions.get(institutionId)?.credentialFields ?? [])
      .filter(({ identifying }) => identifying)
      .map(({ id }) => id);
