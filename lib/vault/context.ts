import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";

/**
 * Everything that a sealed credential is bound to. The key is named without its version, because a
 * rotation re-wraps under a later version of the same key.
 */
export interface SealingContext {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly credentialId: CredentialId;
  readonly version: number;
  readonly purpose: "credential";
  readonly region: string;
  readonly keyName: KeyName;
}

const label = "licet/sealing-context/1";

/**
 * The one canonical form: a label, then each field in this order as a 16-bit big-endian length and its
 * UTF-8 bytes. Lengths make it injective: no two different contexts have the same bytes.
 */
export function encodeContext(context: SealingContext): Buffer {
  return lengthPrefixed([
    label,
    context.tenantId,
    context.connectionId,
    context.credentialId,
    String(context.version),
    context.purpose,
    context.region,
    context.keyName,
  ]);
}

export function lengthPrefixed(fields: readonly string[]): Buffer {
  const lengths = fields.map((field) => Buffer.byteLength(field, "utf8"));
  if (lengths.some((length) => length > 0xffff)) throw new RangeError("a context field is too long");
  const encoded = Buffer.alloc(lengths.reduce((sum, length) => sum + 2 + length, 0));
  let at = 0;
  for (const field of fields) {
    const length = encoded.write(field, at + 2, "utf8");
    encoded.writeUInt16BE(length, at);
    at += 2 + length;
  }
  return encoded;
}
