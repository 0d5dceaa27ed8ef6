/**
 * Texts in one canonical form: each as a 16-bit big-endian length and its UTF-8 bytes. Lengths make it
 * injective: no two different lists of texts have the same bytes.
 */
export function lengthPrefixed(fields: readonly string[]): Buffer {
  return ofShortAscii(fields) ?? ofAnyText(fields);
}

/**
 * The same bytes in one step instead of two a field, where characters, lengths and bytes are one thing: opening a
 * record of 1 KiB costs hardly more than encoding its context would.
 */
function ofShortAscii(fields: readonly string[]): Buffer | null {
  let text = "";
  for (const field of fields) {
    if (field.length > 0x7f) return null;
    text += shortPrefixes[field.length] + field;
  }
  const bytes = Buffer.from(text, "utf8");
  return bytes.length === text.length ? bytes : null;
}

const shortPrefixes = Array.from({ length: 0x80 }, (_, length) => String.fromCharCode(0, length));

function ofAnyText(fields: readonly string[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field, "utf8");
      if (bytes.length > 0xffff) throw new RangeError("a field is too long");
      return [Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes];
    }),
  );
}
