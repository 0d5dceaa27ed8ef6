import { and, eq, inArray, lte, max, sql } from "drizzle-orm";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { Wrapped } from "#lib/keys/kms.ts";
import type { Credential } from "./credential.ts";
import { wrappedKeys } from "./schema.ts";

type Version = Pick<Credential, "tenantId" | "credentialId" | "version">;

const ofVersion = ({ tenantId, credentialId, version }: Version) =>
  and(
    eq(wrappedKeys.tenantId, tenantId),
    eq(wrappedKeys.credentialId, credentialId),
    eq(wrappedKeys.version, version),
  );

export async function insertWrappedKey(
  tx: KeyTransaction,
  { tenantId, credentialId, version }: Version,
  key: Wrapped,
) {
  await tx
    .insert(wrappedKeys)
    .values({ tenantId, credentialId, version, wrapped: key.ciphertext, kmsVersion: key.version });
}

export async function readWrappedKey(tx: KeyTransaction, version: Version) {
  const [row] = await tx.select().from(wrappedKeys).where(ofVersion(version));
  return row ?? null;
}

/** Never an insert: a key destroyed meanwhile does not come back. `false` if it is gone or was re-wrapped by another. */
export async function replaceWrapping(
  tx: KeyTransaction,
  version: Version,
  before: Buffer,
  after: Wrapped,
): Promise<boolean> {
  const written = await tx
    .update(wrappedKeys)
    .set({ wrapped: after.ciphertext, kmsVersion: after.version, rewrappedAt: sql`now()` })
    .where(and(ofVersion(version), eq(wrappedKeys.wrapped, before)))
    .returning({ version: wrappedKeys.version });
  return written.length === 1;
}

/** The highest number that any of the credential's keys has, also one that no ciphertext was made for. */
export async function newestVersion(tx: KeyTransaction, credentialId: CredentialId): Promise<number | null> {
  const [row] = await tx
    .select({ version: max(wrappedKeys.version) })
    .from(wrappedKeys)
    .where(eq(wrappedKeys.credentialId, credentialId));
  return row?.version ?? null;
}

/** Which of the credential's keys there are, all or up to a version; nobody re-wraps one until this transaction ends. */
export async function lockWrappedKeys(tx: KeyTransaction, credentialId: CredentialId, upTo?: number) {
  const { version, kmsVersion } = wrappedKeys;
  return tx
    .select({ version, kmsVersion })
    .from(wrappedKeys)
    .where(
      and(eq(wrappedKeys.credentialId, credentialId), upTo === undefined ? undefined : lte(version, upTo)),
    )
    .orderBy(version)
    .for("update");
}

export async function deleteWrappedKeys(
  tx: KeyTransaction,
  credentialId: CredentialId,
  versions: readonly number[],
): Promise<void> {
  await tx
    .delete(wrappedKeys)
    .where(and(eq(wrappedKeys.credentialId, credentialId), inArray(wrappedKeys.version, [...versions])));
}

/** By which version of the KMS key each of these credentials' data keys is wrapped; nothing of what is wrapped. */
export async function listKeyVersions(tx: KeyTransaction, credentialIds: readonly CredentialId[]) {
  if (credentialIds.length === 0) return [];
  const { credentialId, version, kmsVersion, rewrappedAt } = wrappedKeys;
  return tx
    .select({ credentialId, version, kmsVersion, rewrappedAt })
    .from(wrappedKeys)
    .where(inArray(credentialId, [...credentialIds]));
}
