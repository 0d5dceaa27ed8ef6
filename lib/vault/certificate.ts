import canonicalize from "canonicalize";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import type { Credential } from "./credential.ts";

/** What a deletion certificate says; nothing in it is secret or personal. */
export interface DeletionCertificate {
  readonly version: 1;
  readonly tenantId: string;
  readonly credentialId: string;
  readonly destroyedAt: string;
  /** The credential's versions whose wrapped keys were destroyed. */
  readonly wrappedKeysDestroyed: readonly number[];
  /** Until when a backup of the key database may still hold them. */
  readonly backupsForgetBy: string;
}

export function deletionCertificate(
  { tenantId, credentialId }: Credential,
  versions: readonly number[],
  at: Date,
  keyBackupDays: number,
): DeletionCertificate {
  return {
    version: 1,
    tenantId,
    credentialId,
    destroyedAt: at.toISOString(),
    wrappedKeysDestroyed: versions,
    backupsForgetBy: new Date(at.getTime() + keyBackupDays * 24 * 60 * 60 * 1000).toISOString(),
  };
}

/** A compact JWS (RFC 7515, 3.1; EdDSA, RFC 8037) whose key never leaves the KMS. */
export async function signStatement(
  kms: Pick<Kms, "sign">,
  signer: KeyVersionName,
  typ: string,
  claims: object,
): Promise<string> {
  const header = { alg: "EdDSA", kid: signer, typ };
  const input = [header, claims].map((part) => base64url(canonicalize(part) as string)).join(".");
  const signature = await kms.sign(signer, Buffer.from(input, "ascii"));
  return `${input}.${signature.toString("base64url")}`;
}

const base64url = (text: string) => Buffer.from(text, "utf8").toString("base64url");
