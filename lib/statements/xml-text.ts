import { StatementError } from "./statement.ts";

const known: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  "iso-8859-1": "latin1",
  "iso-8859-15": "iso-8859-15",
  "windows-1252": "windows-1252",
  "utf-16": "utf-16le",
  "utf-16le": "utf-16le",
};

/** The document as text, in the encoding that it names. One that breaks its encoding is refused, not repaired. */
export function decodeXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1").replace(/\0/g, "");
  const [, declared = "utf-8"] = /^[^<]*<\?xml[^>]*\bencoding=["']([\w-]+)["']/.exec(head) ?? [];
  const encoding = known[declared.toLowerCase()];
  if (encoding === undefined) throw new StatementError("encoding");
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new StatementError("encoding");
  }
}
