import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { DeletionContent } from "#lib/receipts/receipt.ts";
import type { Credential } from "./credential.ts";

export interface DestroyedKey {
  readonly version: number;
  readonly kmsKeyVersion: KeyVersionName;
}

/**
 * What the receipt of a deletion says: every data key that the credential ever had, with the KMS key version that
 * wrapped it last, and until when a backup of the key database may still hold them.
 */
export function deletionContent(
  { credentialId }: Credential,
  keys: readonly DestroyedKey[],
  at: Date,
  keyBackupDays: number,
): DeletionContent {
  return {
    credentialId,
    destroyedAt: at.toISOString(),
    wrappedKeysDestroyed: [...keys],
    backupsForgetBy: new Date(at.getTime() + keyBackupDays * 24 * 60 * 60 * 1000).toISOString(),
  };
}
