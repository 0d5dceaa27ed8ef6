import { VaultError } from "./vault-error.ts";

/** Passwords of 8 and of 40 characters give ciphertexts of one length. */
export const bucketBytes = 64;

export function pad(plaintext: Buffer): Buffer {
  const padded = Buffer.alloc((Math.floor(plaintext.length / bucketBytes) + 1) * bucketBytes);
  plaintext.copy(padded);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** ISO/IEC 7816-4 padding: a byte 0x80, then zeros up to the next multiple of 64. */
export function unpad(padded: Buffer): Buffer {
  if (padded.length === 0 || padded.length % bucketBytes !== 0) throw new VaultError("wrongPadding");
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80 || padded.length - end > bucketBytes)
    throw new VaultError("wrongPadding");
  return padded.subarray(0, end);
}
