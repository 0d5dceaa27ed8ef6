import { z } from "zod";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { encodeContext } from "./context.ts";
import { type Credential, sealingContext } from "./credential.ts";
import type { Opener } from "./sealer.ts";
import { openTransport, parseTransport, requireBoundTo, type SealedTransport } from "./transport.ts";
import type { TransportContext } from "./transport-header.ts";
import { VaultError } from "./vault-error.ts";
import { readWrappedKey } from "./wrapped-key-repository.ts";

/** What the person typed, by the field's name. */
export type CredentialFields = Readonly<Record<string, string>>;

const fieldsSchema = z.record(z.string().max(64), z.string().max(2048));

export interface Unlocked {
  readonly fields: Secret<CredentialFields>;
  /** The transport key version that it is sealed to. */
  readonly transportKid: string;
}

/** Both locks, one after the other. Nothing of it is recorded here: `openCredential` does, and is the only way out. */
export async function unlock(
  opener: Opener,
  credential: Credential,
  envelope: Buffer,
  sealing: TransportContext,
): Promise<Unlocked> {
  const sealed = parseTransport(await unlockAtRest(opener, credential, envelope));
  requireBoundTo(sealed, {
    ...sealing,
    tenantId: credential.tenantId,
    institutionId: credential.institutionId,
  });
  return {
    fields: await unlockTransport(opener, credential, sealed),
    transportKid: sealed.header.kid,
  };
}

/** Lock B: the key database's wrapped key and the KMS's symmetric key. Returns the JWE that the browser made. */
async function unlockAtRest(opener: Opener, credential: Credential, envelope: Buffer): Promise<string> {
  const { wrap } = opener.keysOf(credential.region);
  const context = encodeContext(sealingContext(credential, wrap));
  const key = await inKeyTransaction(opener.keyDatabase, "licet_opener", credential.tenantId, (tx) =>
    readWrappedKey(tx, credential),
  );
  if (!key) throw new VaultError("keyMissing");
  const dataKey = await opener.kms.decrypt(wrap, key.wrapped, context);
  try {
    return openEnvelope(dataKey, envelope, context).toString("ascii");
  } finally {
    dataKey.fill(0);
  }
}

/** Lock A: the KMS's private key gives the content key. */
async function unlockTransport(
  opener: Opener,
  credential: Credential,
  sealed: SealedTransport,
): Promise<Secret<CredentialFields>> {
  const plaintext = await openSealed(opener, credential.region, sealed);
  try {
    return new Secret(fieldsSchema.parse(JSON.parse(plaintext.toString("utf8"))));
  } catch {
    // Not the cause: a parser's message quotes what it read.
    throw new VaultError("malformed");
  } finally {
    plaintext.fill(0);
  }
}

/** The caller clears what comes out. */
export async function openSealed(
  opener: Opener,
  region: string,
  sealed: SealedTransport<{ readonly kid: string }>,
): Promise<Buffer> {
  const version = `${opener.keysOf(region).transport}/cryptoKeyVersions/${sealed.header.kid}`;
  const contentKey = await opener.kms.asymmetricDecrypt(version as KeyVersionName, sealed.encryptedKey);
  return openTransportOnce(sealed, contentKey);
}

function openTransportOnce(sealed: SealedTransport<unknown>, contentKey: Buffer): Buffer {
  try {
    return openTransport(sealed, contentKey);
  } finally {
    contentKey.fill(0);
  }
}
