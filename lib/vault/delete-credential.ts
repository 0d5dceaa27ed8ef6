import { z } from "zod";
import { type Actor, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type CredentialId, idSchema, type TenantId } from "#lib/kernel/id.ts";
import { destructionBegun } from "./audit-events.ts";
import { beginDestroying } from "./credential.ts";
import { destroyCredential } from "./jobs.ts";
import { lockStatus, saveState } from "./repository.ts";

export const DeleteCredential = z.strictObject({ credentialId: idSchema("crd") });
export type DeleteCredential = z.output<typeof DeleteCredential>;

/**
 * From its return on, nothing opens the credential, whether its investor, compliance by an act or the client firm's
 * system asked; only persons can prove anew who they are. Destroying the key, then the ciphertext, and
 * certifying it follow as a job, because they must be retried until they are done. Consents stay: ending them is another act.
 */
export async function deleteCredential(ctx: Context, { credentialId }: DeleteCredential): Promise<void> {
  requirePermission(ctx, "credential.delete");
  if (isPerson(ctx.actor)) requireFreshAuthentication(ctx);
  await inTransaction(ctx, (tx) => deleteWithin(tx, ctx, credentialId));
}

/** The same in the transaction of an act of staff (lib/oversight), which has asked who may and for a fresh proof. */
export async function deleteWithin(tx: Transaction, ctx: Context, credentialId: CredentialId): Promise<void> {
  const before = await lockStatus(tx, credentialId);
  beginDestroying(before);
  await saveState(tx, before, "destroying", ctx.clock.now());
  await enqueue(tx, destroyCredential, { tenantId: tenantOf(ctx.actor), credentialId });
  await appendAudit(tx, ctx, destructionBegun({ credentialId }));
}

function tenantOf(actor: Actor): TenantId {
  if (!("tenantId" in actor)) throw new AppError("auth.forbidden", { holder: actor.type });
  return actor.tenantId;
}
