import "server-only";

import type { Institutions } from "#lib/institutions/institution-entry.ts";
import type { InstitutionFileState } from "#lib/institutions/watch-institutions.ts";
import { sharedInstitutions } from "./shared-institutions.ts";

/** The banks of this installation at this moment: ask again for the next request. */
export const institutions = (): Institutions => sharedInstitutions().current();

/** What they are called by their identifier, in the order of their names. */
export const bankNames = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...institutions().values()]
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }) => [id, name]),
  );

/** Whether the file that stands there is the one in force. */
export const institutionFile = (): InstitutionFileState => sharedInstitutions().state();
