import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Credential } from "./credential.ts";

export interface DestroyedKey {
  readonly version: number;
  readonly kmsKeyVersion: KeyVersionName;
}

/** What a deletion certificate says; nothing in it is secret or personal. */
export interface DeletionCertificate {
  readonly version: 1;
  readonly tenantId: string;
  readonly credentialId: string;
  readonly destroyedAt: string;
  /** Every data key that the credential ever had, by its version, with the KMS key version that wrapped it last. */
  readonly wrappedKeysDestroyed: readonly DestroyedKey[];
  /** Until when a backup of the key database may still hold them. */
  readonly backupsForgetBy: string;
}

export function deletionCertificate(
  { tenantId, credentialId }: Credential,
  keys: readonly DestroyedKey[],
  at: Date,
  keyBackupDays: number,
): DeletionCertificate {
  return {
    version: 1,
    tenantId,
    credentialId,
    destroyedAt: at.toISOString(),
    wrappedKeysDestroyed: keys,
    backupsForgetBy: new Date(at.getTime() + keyBackupDays * 24 * 60 * 60 * 1000).toISOString(),
  };
}
