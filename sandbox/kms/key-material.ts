import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  randomBytes,
  sign,
} from "node:crypto";
import { promisify } from "node:util";

import type { Algorithm } from "./purpose.ts";
import { invalidArgument } from "./status.ts";

const generateRsa = promisify(generateKeyPair);
const pkcs8 = { format: "der", type: "pkcs8" } as const;

/** Base64, as it is stored: 32 bytes, or a private key in PKCS #8. */
export function newMaterial(algorithm: Algorithm): string | Promise<string> {
  switch (algorithm) {
    case "GOOGLE_SYMMETRIC_ENCRYPTION":
      return randomBytes(32).toString("base64");
    case "EC_SIGN_ED25519":
      return toBase64(generateKeyPairSync("ed25519").privateKey);
    case "RSA_DECRYPT_OAEP_4096_SHA256":
      // About a second, in a thread of libuv's pool, so that every other key is served meanwhile.
      return generateRsa("rsa", { modulusLength: 4096 }).then(({ privateKey }) => toBase64(privateKey));
  }
}

const toBase64 = (key: KeyObject): string => key.export(pkcs8).toString("base64");

export const privateKeyOf = (material: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(material, "base64"), ...pkcs8 });

export const publicKeyOf = (privateKey: KeyObject): KeyObject => createPublicKey(privateKey);

/** One format byte, eight bytes of the key's name's hash, the version, the nonce; then ciphertext and tag. */
const formatByte = 1;
const headerLength = 13;
const nonceLength = 12;
const tagLength = 16;
export const ciphertextOverhead = headerLength + nonceLength + tagLength;

export function encryptWith(
  material: string,
  key: string,
  version: number,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Buffer {
  const header = headerOf(key, version);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(material, "base64"), nonce);
  cipher.setAAD(Buffer.concat([header, aad]));
  return Buffer.concat([header, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The version that made a ciphertext. Another key's ciphertext is told apart as the service tells it. */
export function versionInside(ciphertext: Buffer, key: string): number {
  if (ciphertext.length < ciphertextOverhead) throw undecipherable();
  const version = ciphertext.readUInt32BE(9);
  if (!headerOf(key, version).equals(ciphertext.subarray(0, headerLength))) {
    throw invalidArgument("Decryption failed: verify that 'name' refers to the correct CryptoKey.");
  }
  return version;
}

export function decryptWith(material: string, ciphertext: Buffer, aad: Uint8Array): Buffer {
  const nonce = ciphertext.subarray(headerLength, headerLength + nonceLength);
  const decipher = createDecipheriv("aes-256-gcm", Buffer.from(material, "base64"), nonce, {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.concat([ciphertext.subarray(0, headerLength), aad]));
  decipher.setAuthTag(ciphertext.subarray(-tagLength));
  try {
    const body = ciphertext.subarray(headerLength + nonceLength, -tagLength);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw undecipherable();
  }
}

export function decryptOaep(privateKey: KeyObject, ciphertext: Buffer): Buffer {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKey, padding, oaepHash: "sha256" }, ciphertext);
  } catch {
    throw undecipherable();
  }
}

export const signEd25519 = (privateKey: KeyObject, data: Uint8Array): Buffer => sign(null, data, privateKey);

function headerOf(key: string, version: number): Buffer {
  const header = Buffer.alloc(headerLength, formatByte);
  createHash("sha256").update(key).digest().copy(header, 1, 0, 8);
  header.writeUInt32BE(version, 9);
  return header;
}

const undecipherable = () => invalidArgument("Decryption failed: the ciphertext is invalid.");
