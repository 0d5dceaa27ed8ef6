import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { signStatement } from "#lib/keys/statement.ts";
import { credentialDestroyed } from "./audit-events.ts";
import { deletionCertificate } from "./certificate.ts";
import { finishDestroying } from "./credential.ts";
import { destroyWrappedKeys } from "./destroy-wrapped-keys.ts";
import { destroyCredential } from "./jobs.ts";
import {
  deleteVersions,
  insertCertificate,
  listDestroyedKeys,
  lockCredential,
  saveState,
} from "./repository.ts";
import type { Opener } from "./sealer.ts";

export const certificateType = "licet-deletion+jws";

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

      await inTransaction(ctx, async (tx) => {
        const before = await lockCredential(tx, credentialId);
        finishDestroying(before);
        const at = ctx.clock.now();
        const keys = await listDestroyedKeys(tx, credentialId);
        const claims = deletionCertificate(before, keys, at, opener.keyBackupDays);
        const certificate = await signStatement(opener.kms, opener.receiptSigner, certificateType, claims);
        await deleteVersions(tx, credentialId);
        await saveState(tx, before, "destroyed", at);
        await insertCertificate(tx, { tenantId, credentialId, issuedAt: at, certificate });
        await appendAudit(
          tx,
          ctx,
          credentialDestroyed({ credentialId, versions: keys.map(({ version }) => String(version)) }),
        );
      });
    },
  });
