import "server-only";

import type { Institutions } from "#lib/institutions/institution-entry.ts";
import type { InstitutionFileState } from "#lib/institutions/watch-institutions.ts";
import { sharedInstitutions } from "./shared-institutions.ts";

/** The banks of this installation at this moment: ask again for the next request. */
export const institutions = (): Institutions => sharedInstitutions().current();

/** Whether the file that stands there is the one in force. */
export const institutionFile = (): InstitutionFileState => sharedInstitutions().state();
