import { z } from "zod";
import { keyVersionNameSchema } from "#lib/kernel/key-name.ts";
import { fileContent, parseEnvironment, urlOf } from "./environment.ts";
import { kmsVariables, toKms } from "./kms-config.ts";

const variables = {
  ...kmsVariables,
  LICET_DATA_OWNER_URL: urlOf(["postgres:", "postgresql:"], "the data database, logging in as licet_owner"),
  LICET_DATABASE_CA: fileContent(
    "the path of the certificate authority (PEM) that signs both databases' certificates",
  ),
  LICET_TRANSPORT_SIGNER: z
    .string({ error: "is missing: it wants the operator's signing key version in the KMS, by its full name" })
    .pipe(keyVersionNameSchema),
};

/** What publishing a transport key is told from outside: the operator's own identity at the KMS, and the owner's login. */
export function readPublicationConfig(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(variables, environment);
  return {
    kms: toKms(read),
    ownerUrl: read.LICET_DATA_OWNER_URL,
    ca: read.LICET_DATABASE_CA,
    signer: read.LICET_TRANSPORT_SIGNER,
  };
}
