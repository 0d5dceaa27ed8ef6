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

/** The public key that browsers seal to, for whoever wants to compare it. */
export interface TransportKeyView {
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
  readonly expiresAt: string;
}

/** Metadata: there is no way from here to what was sealed. */
export interface CredentialView {
  readonly id: string;
  readonly institutionId: string;
  readonly state: CredentialState;
  /** The same person's earlier credential for the same access; `null` also while that is not known yet. */
  readonly duplicateOf: string | null;
  readonly createdAt: string;
  readonly lastOpenedAt: string | null;
  /** When nothing could open it any more; `null` while it is kept. */
  readonly deletedAt: string | null;
  /** The receipt of its deletion, once that is complete. */
  readonly receiptId: string | null;
}

/** What a client firm's system is told: an opaque identifier and how far it is, and nothing of what it is for. */
export interface CredentialStateView {
  readonly id: string;
  readonly state: CredentialState;
  readonly createdAt: string;
  readonly lastOpenedAt: string | null;
  readonly deletedAt: string | null;
  readonly destroyedAt: string | null;
}

/** How far everything under a key is moved to a later version of it. */
export interface KeyRotationView {
  readonly keyVersion: string;
  readonly purpose: string;
  readonly begunAt: string;
  readonly finishedAt: string | null;
  readonly total: number;
  readonly remaining: number;
  readonly countedAt: string;
}
