import { Secret } from "#lib/kernel/secret.ts";
import { fileContent, urlOf } from "./environment.ts";

/** The databases' variables, the same for web and worker; each is given its own login. */
export const databaseVariables = {
  LICET_DATA_DATABASE_URL: urlOf(
    ["postgres:", "postgresql:"],
    "the data database, as postgres://user:password@host:port/name",
  ),
  LICET_KEY_DATABASE_URL: urlOf(
    ["postgres:", "postgresql:"],
    "the key database, as postgres://user:password@host:port/name",
  ),
  LICET_DATABASE_CA: fileContent(
    "the path of the certificate authority (PEM) that signs both databases' certificates",
  ),
};

/** One database as a process reaches it: always TLS, always with a verified name. */
export interface DatabaseAddress {
  readonly url: Secret<string>;
  readonly ca: string;
}

export function toDatabases(read: {
  LICET_DATA_DATABASE_URL: string;
  LICET_KEY_DATABASE_URL: string;
  LICET_DATABASE_CA: string;
}): { data: DatabaseAddress; key: DatabaseAddress } {
  return {
    data: { url: new Secret(read.LICET_DATA_DATABASE_URL), ca: read.LICET_DATABASE_CA },
    key: { url: new Secret(read.LICET_KEY_DATABASE_URL), ca: read.LICET_DATABASE_CA },
  };
}
