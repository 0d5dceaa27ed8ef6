const bucketBytes = 64;

/** ISO/IEC 7816-4: a byte 0x80, then zeros up to a multiple of 64. What was given is cleared. */
export function pad(plaintext: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(plaintext.length / bucketBytes) + 1) * bucketBytes);
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  plaintext.fill(0);
  return padded;
}
