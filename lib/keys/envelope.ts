import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { EnvelopeError } from "./envelope-error.ts";

/**
 * What is sealed at rest, under a data key that the KMS wraps:
 *
 *   format 1 | suite 1 | commitment 32 | nonce 12 | ciphertext n | tag 16
 *
 * Suite 1: HKDF-SHA256 (RFC 5869) of a 256-bit data key gives an AES-256 key and a key
 * commitment; AES-256-GCM with the first 34 bytes and the canonical context as additional data.
 */
const format = 1;
const suite = 1;
const commitmentBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 2 + commitmentBytes;
const overheadBytes = headBytes + nonceBytes + tagBytes;

export const dataKeyBytes = 32;

export const newDataKey = (): Buffer => randomBytes(dataKeyBytes);

export function sealEnvelope(dataKey: Buffer, plaintext: Buffer, context: Buffer): Buffer {
  const { key, commitment } = derive(dataKey, context);
  const head = Buffer.concat([Buffer.from([format, suite]), commitment]);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.concat([head, context]));
  const sealed = Buffer.concat([head, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return sealed;
}

export function openEnvelope(dataKey: Buffer, envelope: Buffer, context: Buffer): Buffer {
  if (envelope.length < overheadBytes) throw new EnvelopeError("malformed");
  if (envelope[0] !== format) throw new EnvelopeError("unknownFormat");
  if (envelope[1] !== suite) throw new EnvelopeError("unknownSuite");

  const { key, commitment } = derive(dataKey, context);
  try {
    // AES-GCM alone does not commit to its key: one ciphertext can be made to open under two.
    if (!timingSafeEqual(commitment, envelope.subarray(2, headBytes)))
      throw new EnvelopeError("wrongCommitment");
    const nonce = envelope.subarray(headBytes, headBytes + nonceBytes);
    // Without authTagLength Node takes tags cut to 15, 12, 8 or 4 bytes.
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.concat([envelope.subarray(0, headBytes), context]));
    decipher.setAuthTag(envelope.subarray(-tagBytes));
    return finish(decipher, envelope.subarray(headBytes + nonceBytes, -tagBytes));
  } finally {
    key.fill(0);
  }
}

function finish(decipher: ReturnType<typeof createDecipheriv>, ciphertext: Buffer): Buffer {
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
    return plaintext;
  } catch (cause) {
    plaintext.fill(0);
    throw new EnvelopeError("notAuthentic", { cause });
  }
}

/** The context is in `info`, so another context gives another key and another commitment. */
function derive(dataKey: Buffer, context: Buffer): { key: Buffer; commitment: Buffer } {
  if (dataKey.length !== dataKeyBytes) throw new EnvelopeError("keyRefused");
  const info = Buffer.concat([Buffer.from("licet/envelope/1", "utf8"), context]);
  const okm = Buffer.from(hkdfSync("sha256", dataKey, Buffer.alloc(0), info, 32 + commitmentBytes));
  return { key: okm.subarray(0, 32), commitment: okm.subarray(32) };
}
