import { fileContent, parseEnvironment, urlOf } from "./environment.ts";

const owner = (database: string) =>
  urlOf(["postgres:", "postgresql:"], `the ${database} database, logging in as licet_owner`);

const variables = {
  LICET_DATA_OWNER_URL: owner("data"),
  LICET_KEY_OWNER_URL: owner("key"),
  LICET_DATABASE_CA: fileContent(
    "the path of the certificate authority (PEM) that signs both databases' certificates",
  ),
};

/** What a migration is told from outside. Web and worker are never given these. */
export function readMigrationConfig(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(variables, environment);
  return { data: read.LICET_DATA_OWNER_URL, keys: read.LICET_KEY_OWNER_URL, ca: read.LICET_DATABASE_CA };
}
