import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";

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

/** The one canonical form: a label, then each field in this order. No two different contexts have the same bytes. */
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
