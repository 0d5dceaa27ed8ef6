import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { destructionBegun } from "./audit-events.ts";
import { beginDestroying } from "./credential.ts";
import { destroyCredential } from "./jobs.ts";
import { lockCredential, saveState } from "./repository.ts";

export const DeleteCredential = z.strictObject({ credentialId: idSchema("crd") });
export type DeleteCredential = z.output<typeof DeleteCredential>;

/**
 * From its return on, nothing opens the credential. Destroying the key, then the ciphertext, and
 * certifying it follow as a job, because they must be retried until they are done. Consents stay: ending them is another act.
 */
export async function deleteCredential(ctx: Context, { credentialId }: DeleteCredential): Promise<void> {
  const person = requirePerson(ctx, "credential.delete");
  requireFreshAuthentication(ctx);

  await inTransaction(ctx, async (tx) => {
    const before = await lockCredential(tx, credentialId);
    beginDestroying(before);
    await saveState(tx, before, "destroying", ctx.clock.now());
    await enqueue(tx, destroyCredential, { tenantId: person.tenantId, credentialId });
    await appendAudit(tx, ctx, destructionBegun({ credentialId }));
  });
}
