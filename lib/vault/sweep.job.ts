import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { destroyCredential, sweepVault } from "./jobs.ts";
import type { Opener } from "./sealer.ts";
import {
  deleteUnusedSealings,
  type KeyPlace,
  listKeysAfter,
  listStuckDestructions,
  withoutCiphertext,
} from "./sweep-repository.ts";
import { deleteTokenKey, listTokenKeysAfter, withoutTokens } from "./token-repository.ts";
import { deleteWrappedKeys } from "./wrapped-key-repository.ts";

const batch = 500;

/** Puts right what a crash between the two databases left, and forgets pages that nobody used. */
export const sweepVaultHandler = (opener: Opener) =>
  handle({
    job: sweepVault,
    authorise: async () => ({ run: true }),
    run: async (ctx, _payload, signal) => {
      requirePermission(ctx, "vault.sweep");
      await resumeDestructions(ctx);
      await removeOrphans(ctx, opener, signal);
      await removeTokenOrphans(ctx, opener, signal);
      await inTransaction(ctx, deleteUnusedSealings);
    },
  });

async function resumeDestructions(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const { tenantId, credentialId } of await listStuckDestructions(tx, batch)) {
      await enqueue(tx, destroyCredential, { tenantId, credentialId });
    }
  });
}

/** A key alone opens nothing, and a ciphertext that is gone needs none. */
async function removeOrphans(ctx: Context, opener: Opener, signal: AbortSignal): Promise<void> {
  let keys: readonly KeyPlace[] = [];
  do {
    signal.throwIfAborted();
    const after = keys.at(-1) ?? null;
    keys = await inKeyTransaction(opener.keyDatabase, "licet_system", null, (tx) =>
      listKeysAfter(tx, after, batch),
    );
    const page = keys;
    const orphans = await inTransaction(ctx, (tx) => withoutCiphertext(tx, page));
    for (const { tenantId, credentialId, version } of orphans) {
      await inKeyTransaction(opener.keyDatabase, "licet_opener", tenantId, (tx) =>
        deleteWrappedKeys(tx, credentialId, [version]),
      );
    }
  } while (keys.length === batch);
}

/** The same for tokens, which the worker alone stores. */
async function removeTokenOrphans(ctx: Context, { keyDatabase }: Opener, signal: AbortSignal): Promise<void> {
  let keys: Awaited<ReturnType<typeof listTokenKeysAfter>> = [];
  do {
    signal.throwIfAborted();
    const after = keys.at(-1) ?? null;
    keys = await inKeyTransaction(keyDatabase, "licet_system", null, (tx) =>
      listTokenKeysAfter(tx, after, batch),
    );
    const page = keys;
    for (const key of await inTransaction(ctx, (tx) => withoutTokens(tx, page))) {
      await inKeyTransaction(keyDatabase, "licet_opener", key.tenantId, (tx) => deleteTokenKey(tx, key));
    }
  } while (keys.length === batch);
}
