import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { CredentialId, PersonId } from "#lib/kernel/id.ts";
import { listMetadata } from "./record-repository.ts";

export type RecordedCredential = Awaited<ReturnType<typeof listMetadata>>[number];

interface Asked {
  readonly credentialIds?: readonly CredentialId[];
  /** All of theirs. */
  readonly personIds?: readonly PersonId[];
}

/** Credentials as they are on record, without anything of what opens them: what is handed out as evidence of them. */
export async function readCredentialRecords(
  tx: Transaction,
  ctx: Context,
  { credentialIds = [], personIds = [] }: Asked,
): Promise<readonly RecordedCredential[]> {
  requirePerson(ctx, "credential.read");
  if (credentialIds.length + personIds.length === 0) return [];
  return listMetadata(tx, { credentialIds, personIds });
}
