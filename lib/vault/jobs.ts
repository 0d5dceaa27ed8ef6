import { z } from "zod";
import { defineJob } from "#lib/jobs/job.ts";
import { idSchema } from "#lib/kernel/id.ts";

/** Ends what a deletion began: key, ciphertext, receipt, in this order. */
export const destroyCredential = defineJob({
  name: "vault.destroy_credential",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), credentialId: idSchema("crd") }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ credentialId }) => credentialId,
});

/** Wraps one version's data key anew under the KMS key's present version. */
export const rewrapCredential = defineJob({
  name: "vault.rewrap_credential",
  scope: "tenant",
  payload: z.strictObject({
    tenantId: idSchema("ten"),
    credentialId: idSchema("crd"),
    version: z.int().min(1),
  }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ credentialId, version }) => `${credentialId}:${version}`,
});

/** Finds out whether a new credential is for an access that is kept already. */
export const recogniseCredential = defineJob({
  name: "vault.recognise_credential",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), credentialId: idSchema("crd") }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ credentialId }) => credentialId,
});

/** The same for tokens that a bank gave. */
export const rewrapTokens = defineJob({
  name: "vault.rewrap_tokens",
  scope: "tenant",
  payload: z.strictObject({
    tenantId: idSchema("ten"),
    connectionId: idSchema("cnx"),
    version: z.int().min(1),
  }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ connectionId, version }) => `${connectionId}:${version}`,
});

export const rewrapLikeness = defineJob({
  name: "vault.rewrap_likeness_key",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), region: z.string().max(20) }),
  maxAttempts: 25,
  timeoutMs: 30_000,
  idempotencyKey: ({ region }) => region,
});

/** Moves everything to the present versions of Lock A's and Lock B's keys, and counts how far that is. */
export const rotateKeys = defineJob({
  name: "vault.rotate_keys",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 120_000,
  idempotencyKey: () => "rotate",
});

/** Finds keys to nothing and deletions that stopped half-way. */
export const sweepVault = defineJob({
  name: "vault.sweep",
  scope: "installation",
  payload: z.strictObject({}),
  maxAttempts: 3,
  timeoutMs: 120_000,
  idempotencyKey: () => "sweep",
});
