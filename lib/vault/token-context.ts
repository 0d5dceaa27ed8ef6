import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";
import type { Credential } from "./credential.ts";

/** Whose tokens they are: what a bank gave to one access, in the place of the password that it was got with. */
export type TokenHolder = Pick<
  Credential,
  "tenantId" | "connectionId" | "credentialId" | "institutionId" | "region"
>;

/** Everything that sealed tokens are bound to, beside the protected header of the inner seal. */
export interface TokenContext {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly credentialId: CredentialId;
  readonly version: number;
  readonly region: string;
  readonly keyName: KeyName;
}

const label = "licet/token-context/1";

/** The one canonical form, with a label and a purpose of its own: tokens are taken for nothing else. */
export const encodeTokenContext = (context: TokenContext): Buffer =>
  lengthPrefixed([
    label,
    context.tenantId,
    context.connectionId,
    context.credentialId,
    String(context.version),
    "tokens",
    context.region,
    context.keyName,
  ]);
