import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import { parseInstitutionFile } from "#lib/institutions/institution-file.ts";

let read: Institutions | undefined;

/** The banks of this installation. The process refuses to start on a file that is wrong, so it is right here. */
export function institutions(): Institutions {
  read ??= parseInstitutionFile(webConfig().institutions);
  return read;
}
