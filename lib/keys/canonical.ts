/**
 * Texts in one canonical form: each as a 16-bit big-endian length and its UTF-8 bytes. Lengths make it
 * injective: no two different lists of texts have the same bytes.
 */
export function lengthPrefixed(fields: readonly string[]): Buffer {
  const lengths = fields.map((field) => Buffer.byteLength(field, "utf8"));
  if (lengths.some((length) => length > 0xffff)) throw new RangeError("a field is too long");
  const encoded = Buffer.alloc(lengths.reduce((sum, length) => sum + 2 + length, 0));
  let at = 0;
  for (const field of fields) {
    const length = encoded.write(field, at + 2, "utf8");
    encoded.writeUInt16BE(length, at);
    at += 2 + length;
  }
  return encoded;
}
