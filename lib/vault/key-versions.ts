import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import type { Database } from "#lib/db/database.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { listKeyVersions } from "./wrapped-key-repository.ts";

export interface KeyVersionOf {
  readonly kmsVersion: string;
  readonly rewrappedAt: Date | null;
}

/** By `keyVersionName`: a credential's data keys are in the other database, which says of them what wraps them. */
export async function readKeyVersions(
  ctx: Context,
  keyDatabase: Database,
  credentialIds: readonly CredentialId[],
): Promise<ReadonlyMap<string, KeyVersionOf>> {
  const { tenantId } = requirePerson(ctx, "credential.oversee");
  const rows = await inKeyTransaction(keyDatabase, "licet_reader", tenantId, (tx) =>
    listKeyVersions(tx, credentialIds),
  );
  return new Map(
    rows.map(({ credentialId, version, ...key }) => [keyVersionName(credentialId, version), key]),
  );
}

export const keyVersionName = (credentialId: string, version: number): string => `${credentialId}/${version}`;
