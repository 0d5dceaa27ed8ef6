import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type AppendedEvent, appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { handle } from "#lib/jobs/handler.ts";
import { keepReceipt, readController, type SignedReceipt, signReceipt } from "#lib/receipts/issue-receipt.ts";
import type { DeletionContent } from "#lib/receipts/receipt.ts";
import { credentialDestroyed } from "./audit-events.ts";
import { type Credential, finishDestroying } from "./credential.ts";
import { deletionContent } from "./deletion.ts";
import { destroyTokens } from "./destroy-tokens.ts";
import { destroyWrappedKeys } from "./destroy-wrapped-keys.ts";
import { destroyCredential } from "./jobs.ts";
import { deleteVersions, listDestroyedKeys, lockCredential, saveState } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { listHolders } from "./token-repository.ts";

/**
 * Key first: when it is gone the ciphertext is noise, wherever it was copied to. Killed at any step it
 * is run again, and every step is harmless the second time.
 */
export const destroyCredentialHandler = (opener: Opener) =>
  handle({
    job: destroyCredential,
    authorise: async (ctx, { credentialId }) => {
      const { state } = await inTransaction(ctx, (tx) => lockCredential(tx, credentialId));
      return state === "destroying" ? { run: true } : { run: false, reason: state };
    },
    run: async (ctx, { tenantId, credentialId }) => {
      requirePermission(ctx, "credential.destroy");
      await destroyWrappedKeys(ctx, opener, { tenantId, credentialId });
      // What a bank gave for it is of no more use than the password itself.
      for (const connectionId of await inTransaction(ctx, (tx) => listHolders(tx, credentialId)))
        await destroyTokens(ctx, opener, { tenantId, connectionId });

      await inTransaction(ctx, async (tx) => {
        const before = await lockCredential(tx, credentialId);
        finishDestroying(before);
        const at = ctx.clock.now();
        const keys = await listDestroyedKeys(tx, credentialId);
        await deleteVersions(tx, credentialId);
        await saveState(tx, before, "destroyed", at);
        const versions = keys.map(({ version }) => String(version));
        const event = await appendAudit(tx, ctx, credentialDestroyed({ credentialId, versions }));
        const deletion = deletionContent(before, keys, at, opener.keyBackupDays);
        await keepReceipt(tx, await receiptOf(tx, opener, before, event, deletion));
      });
    },
  });

async function receiptOf(
  tx: Transaction,
  { kms, receiptSigner: version, processorId }: Opener,
  { tenantId, personId }: Credential,
  { eventId, type, leafHash }: AppendedEvent,
  deletion: DeletionContent,
): Promise<SignedReceipt> {
  const { destroyedAt: at } = deletion;
  const act = {
    ...{ eventId, type, leafHash: leafHash.toString("hex"), at },
    ...{ initiator: "job", channel: "system", reason: null },
  };
  const controller = await readController(tx, tenantId);
  const draft = { kind: "credentialDeleted", controller, personId, act, deletion } as const;
  return signReceipt({ kms, version, processorId }, draft, new Date(at));
}
