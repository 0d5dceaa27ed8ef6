import { createDecipheriv } from "node:crypto";
import type { z } from "zod";
import { unpad } from "./padding.ts";
import {
  boundTo,
  type TransportContext,
  type TransportHeader,
  transportHeaderSchema,
} from "./transport-header.ts";
import { VaultError } from "./vault-error.ts";

/** A compact JWE (RFC 7516, 3.1) taken apart, not yet opened. */
export interface SealedTransport<Header = TransportHeader> {
  readonly header: Header;
  /** The content key under the transport key: what the KMS decrypts. */
  readonly encryptedKey: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
  /** The protected header as it travelled: the ASCII bytes that are authenticated. */
  readonly aad: Buffer;
}

/** Far more than any bank's login fields need. */
export const longestTransport = 16 * 1024;
const rsa4096Bytes = 512;

/** Reads a JWE's shape strictly; nothing is decrypted and nothing is believed but its form. */
export const parseTransport = (compact: string): SealedTransport =>
  parseSealed(compact, transportHeaderSchema);

/** The same of what has another header. */
export function parseSealed<Header>(compact: string, schema: z.ZodType<Header>): SealedTransport<Header> {
  if (compact.length > longestTransport) throw new VaultError("malformed");
  const [aad, key, nonce, ciphertext, tag, ...more] = compact.split(".");
  if (
    aad === undefined ||
    key === undefined ||
    nonce === undefined ||
    ciphertext === undefined ||
    tag === undefined
  ) {
    throw new VaultError("malformed");
  }
  if (more.length > 0) throw new VaultError("malformed");
  const parsed: SealedTransport<Header> = {
    header: parseHeader(base64url(aad), schema),
    encryptedKey: base64url(key),
    nonce: base64url(nonce),
    ciphertext: base64url(ciphertext),
    tag: base64url(tag),
    aad: Buffer.from(aad, "ascii"),
  };
  const wellFormed =
    parsed.encryptedKey.length === rsa4096Bytes &&
    parsed.nonce.length === 12 &&
    parsed.tag.length === 16 &&
    parsed.ciphertext.length > 0 &&
    parsed.ciphertext.length % 64 === 0;
  if (!wellFormed) throw new VaultError("malformed");
  return parsed;
}

export function requireBoundTo(sealed: SealedTransport, context: TransportContext): void {
  if (!boundTo(sealed.header, context)) throw new VaultError("wrongContext");
}

/** Opens with the content key that the KMS returned; `alg` and `enc` were fixed when the header was parsed. */
export function openTransport(sealed: SealedTransport<unknown>, contentKey: Buffer): Buffer {
  if (contentKey.length !== 32) throw new VaultError("keyRefused");
  const decipher = createDecipheriv("aes-256-gcm", contentKey, sealed.nonce, { authTagLength: 16 });
  decipher.setAAD(sealed.aad);
  decipher.setAuthTag(sealed.tag);
  const padded = decipher.update(sealed.ciphertext);
  try {
    decipher.final();
    return unpad(padded);
  } catch (cause) {
    padded.fill(0);
    if (cause instanceof VaultError) throw cause;
    throw new VaultError("notAuthentic", { cause });
  }
}

function parseHeader<Header>(bytes: Buffer, schema: z.ZodType<Header>): Header {
  try {
    const text = bytes.toString("utf8");
    const header = schema.parse(JSON.parse(text));
    // One meaning everywhere: written again it must be the same text, so no name stands twice in it.
    if (JSON.stringify(JSON.parse(text)) !== text) throw new VaultError("wrongHeader");
    return header;
  } catch (cause) {
    throw new VaultError("wrongHeader", { cause });
  }
}

function base64url(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  // Node skips what is not base64url; a text that does not come back the same was not canonical.
  if (bytes.toString("base64url") !== text) throw new VaultError("malformed");
  return bytes;
}
