import { z } from "zod";
import { idSchema, type SealingId, type TenantId } from "#lib/kernel/id.ts";

/**
 * The protected header of a credential sealed by the browser (Lock A). It names what the credential is
 * for; the worker compares it with the row before it opens anything. Strict: `zip`, `crit`, `jwk` and
 * every other parameter that could change how it is read are refused by not being listed.
 */
export const transportHeaderSchema = z.strictObject({
  alg: z.literal("RSA-OAEP-256"),
  enc: z.literal("A256GCM"),
  typ: z.literal("licet-credential+jwe"),
  /** The KMS key version, as the last part of its name. */
  kid: z.string().regex(/^[1-9][0-9]{0,9}$/),
  tenant: idSchema("ten"),
  /** The sealing that the server offered to this browser: one page view, one credential. */
  sealing: idSchema("slg"),
  institution: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
});
export type TransportHeader = z.output<typeof transportHeaderSchema>;

export interface TransportContext {
  readonly tenantId: TenantId;
  readonly sealingId: SealingId;
  readonly institutionId: string;
}

export const boundTo = (header: TransportHeader, context: TransportContext): boolean =>
  header.tenant === context.tenantId &&
  header.sealing === context.sealingId &&
  header.institution === context.institutionId;
