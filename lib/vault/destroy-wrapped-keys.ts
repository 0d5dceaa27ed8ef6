import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Credential } from "./credential.ts";
import { noteDestroyedKeys } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { deleteWrappedKeys, lockWrappedKeys } from "./wrapped-key-repository.ts";

/**
 * Deletes a credential's keys, or those up to a version. Which KMS version wrapped each is noted first, under a lock
 * that keeps a rotation out: once a key is gone nobody can tell any more, and the receipt has to.
 */
export async function destroyWrappedKeys(
  ctx: Context,
  opener: Opener,
  { tenantId, credentialId }: Pick<Credential, "tenantId" | "credentialId">,
  upTo?: number,
): Promise<void> {
  await inKeyTransaction(opener.keyDatabase, "licet_opener", tenantId, async (keyTx) => {
    const doomed = await lockWrappedKeys(keyTx, credentialId, upTo);
    if (doomed.length === 0) return;
    const notedAt = ctx.clock.now();
    const notes = doomed.map((key) => ({ tenantId, credentialId, notedAt, ...key }));
    await inTransaction(ctx, (tx) => noteDestroyedKeys(tx, notes));
    await deleteWrappedKeys(
      keyTx,
      credentialId,
      doomed.map(({ version }) => version),
    );
  });
}
