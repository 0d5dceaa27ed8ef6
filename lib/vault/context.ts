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
  /** Where the access goes; `null` of what was sealed before that was noted. */
  readonly institutionBinding: string | null;
}

/** The second form ends with the binding. A label of its own, so that neither can be taken for the other. */
const labels = ["licet/sealing-context/1", "licet/sealing-context/2"] as const;

/** The one canonical form: a label, then each field in this order. No two different contexts have the same bytes. */
export function encodeContext(context: SealingContext): Buffer {
  const { institutionBinding } = context;
  return lengthPrefixed([
    labels[institutionBinding === null ? 0 : 1],
    context.tenantId,
    context.connectionId,
    context.credentialId,
    String(context.version),
    context.purpose,
    context.region,
    context.keyName,
    ...(institutionBinding === null ? [] : [institutionBinding]),
  ]);
}
