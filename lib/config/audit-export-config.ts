import { auditVariables, toAuditOrigin } from "./audit-config.ts";
import { databaseVariables, toDatabases } from "./database-config.ts";
import { origin, parseEnvironment } from "./environment.ts";

const variables = {
  ...databaseVariables,
  ...auditVariables,
  LICET_ORIGIN: origin("the portal's public origin, such as https://consent.example.com"),
};

/** What an export of the whole log is told from outside: the worker's own login, which may read every entry. */
export function readAuditExportConfig(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(variables, environment);
  return { database: toDatabases(read).data, origin: toAuditOrigin(read) };
}
