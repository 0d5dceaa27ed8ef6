import { asc, inArray, or } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { CredentialId, PersonId } from "#lib/kernel/id.ts";
import { credentials } from "./schema.ts";

const { credentialId, personId, connectionId, institutionId, region, state, version } = credentials;
const { createdAt, lastOpenedAt, destroyingAt, destroyedAt } = credentials;

/** What is known of these credentials, and of all of a person. Nothing of what is sealed, and nothing made of it. */
export function listMetadata(
  tx: Transaction,
  of: { readonly credentialIds: readonly CredentialId[]; readonly personIds: readonly PersonId[] },
) {
  return tx
    .select({
      ...{ credentialId, personId, connectionId, institutionId, region, state, version },
      ...{ createdAt, lastOpenedAt, destroyingAt, destroyedAt },
    })
    .from(credentials)
    .where(or(inArray(credentialId, [...of.credentialIds]), inArray(personId, [...of.personIds])))
    .orderBy(asc(createdAt), asc(credentialId));
}
