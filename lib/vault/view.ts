import type { CredentialState } from "./credential.ts";

/** What a browser is given to seal one credential with. Nothing in it is secret. */
export interface SealingOffer {
  readonly sealingId: string;
  readonly tenantId: string;
  readonly institutionId: string;
  /** The operator's signed statement of the public key. */
  readonly statement: string;
  readonly signerPem: string;
}

/** Metadata: there is no way from here to what was sealed. */
export interface CredentialView {
  readonly id: string;
  readonly institutionId: string;
  readonly state: CredentialState;
  readonly createdAt: string;
  readonly lastOpenedAt: string | null;
}
