import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type Decipheriv,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { EnvelopeError } from "./envelope-error.ts";

/**
 * What every suite has in common:
 *
 *   format 1 | suite | commitment 32 | nonce 12 | ciphertext n | tag 16
 *
 * AES-256-GCM with the first 34 bytes and the canonical context as additional data. The suites differ in where
 * the AES key and the commitment come from.
 */
const format = 1;
const commitmentBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 2 + commitmentBytes;

export const overheadBytes = headBytes + nonceBytes + tagBytes;
export const dataKeyBytes = 32;
/** An AES-256 key and the commitment to it. */
export const derivedBytes = 32 + commitmentBytes;

/** The AES key is held by OpenSSL, which is ten times faster than handing it over for each envelope and clears it when it goes. */
export interface DerivedKey {
  readonly key: KeyObject;
  readonly commitment: Buffer;
}

/** HKDF-SHA256 (RFC 5869): the key material of one purpose and context. The caller clears it. */
export function expand(dataKey: KeyObject, salt: Buffer, info: Buffer): Buffer {
  if (dataKey.symmetricKeySize !== dataKeyBytes) throw new EnvelopeError("keyRefused");
  return Buffer.from(hkdfSync("sha256", dataKey, salt, info, derivedBytes));
}

/** Takes the material over and clears it. */
export function toDerivedKey(material: Buffer): DerivedKey {
  const key = createSecretKey(material.subarray(0, 32));
  const commitment = Buffer.from(material.subarray(32));
  material.fill(0);
  return { key, commitment };
}

/** `context` is what the envelope is bound to, in as many pieces as it comes in. */
export function sealUnder(
  suite: number,
  derived: DerivedKey,
  plaintext: Buffer,
  context: readonly Buffer[],
): Buffer {
  const head = Buffer.concat([Buffer.from([format, suite]), derived.commitment]);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", derived.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.concat([head, ...context]));
  return Buffer.concat([head, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Refuses what is not of this suite, before any key is derived. */
export function requireSuite(suite: number, envelope: Buffer): void {
  if (envelope.length < overheadBytes) throw new EnvelopeError("malformed");
  if (envelope[0] !== format) throw new EnvelopeError("unknownFormat");
  if (envelope[1] !== suite) throw new EnvelopeError("unknownSuite");
}

export function openUnder(
  suite: number,
  derived: DerivedKey,
  envelope: Buffer,
  context: readonly Buffer[],
): Buffer {
  requireSuite(suite, envelope);
  // AES-GCM alone does not commit to its key: one ciphertext can be made to open under two.
  if (!timingSafeEqual(derived.commitment, envelope.subarray(2, headBytes)))
    throw new EnvelopeError("wrongCommitment");
  const nonce = envelope.subarray(headBytes, headBytes + nonceBytes);
  // Without authTagLength Node takes tags cut to 15, 12, 8 or 4 bytes.
  const decipher = createDecipheriv("aes-256-gcm", derived.key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([envelope.subarray(0, headBytes), ...context]));
  decipher.setAuthTag(envelope.subarray(-tagBytes));
  return finish(decipher, envelope.subarray(headBytes + nonceBytes, -tagBytes));
}

function finish(decipher: Decipheriv, ciphertext: Buffer): Buffer {
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch (cause) {
    plaintext.fill(0);
    throw new EnvelopeError("notAuthentic", { cause });
  }
}
