import { createHash } from "node:crypto";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type CredentialId, idSchema, newId } from "#lib/kernel/id.ts";
import { credentialSealed } from "./audit-events.ts";
import type { Credential } from "./credential.ts";
import { recogniseCredential } from "./jobs.ts";
import { lock } from "./lock.ts";
import { refusingSeal } from "./refusing.ts";
import {
  insertCredential,
  insertVersion,
  isTransportKeyInUse,
  readSealing,
  useSealing,
} from "./repository.ts";
import type { Sealer } from "./sealer.ts";
import { longestTransport, parseTransport, requireBoundTo, type SealedTransport } from "./transport.ts";
import { VaultError } from "./vault-error.ts";

export const StoreCredential = z.strictObject({
  sealingId: idSchema("slg"),
  sealed: z.string().min(1).max(longestTransport),
});
export type StoreCredential = z.output<typeof StoreCredential>;

/**
 * Puts the second lock on what the browser sealed and stores it. The wrapped key is written first: if
 * the rest fails, what is left is a key to nothing, which the sweep removes. Nothing here can open either lock.
 * The same sealed form sent again, because its answer was lost, has the answer of the first time.
 */
export async function storeCredential(
  ctx: Context,
  sealer: Sealer,
  input: StoreCredential,
): Promise<CredentialId> {
  const person = requirePerson(ctx, "credential.store");
  const sealedHash = createHash("sha256").update(input.sealed).digest();
  const prepared = await refusingSeal(ctx, input.sealingId, () =>
    inTransaction(ctx, async (tx) => {
      const sealing = await readSealing(tx, input.sealingId);
      const earlier = answerOfFirst(sealing, sealedHash);
      if (earlier) return earlier;
      const sealed = parseTransport(input.sealed);
      requireBoundTo(sealed, sealing);
      const { kid } = sealed.header;
      // A page that was opened before its key was noted may come with any that is in use.
      const isOffered =
        (sealing.transportKid ?? kid) === kid && (await isTransportKeyInUse(tx, sealing.region, kid));
      if (!isOffered) throw new VaultError("wrongHeader");
      const institutionBinding = sealer.bindingOf(sealing.institutionId);
      if (institutionBinding === null)
        throw new AppError("institution.not_found", { institutionId: sealing.institutionId });
      const credential: Credential = {
        tenantId: person.tenantId,
        credentialId: newId("crd"),
        personId: person.personId,
        connectionId: newId("cnx"),
        institutionId: sealing.institutionId,
        region: sealing.region,
        state: "sealed",
        version: 1,
        institutionBinding,
      };
      return { sealed, credential };
    }),
  );

  if (typeof prepared === "string") return prepared;
  const { sealed, credential } = prepared;
  const envelope = await refusingSeal(ctx, input.sealingId, () =>
    lock(sealer, "licet_sealer", credential, input.sealed),
  );
  const { credentialId, version, institutionId } = credential;
  const isFirst = await inTransaction(ctx, async (tx) => {
    const at = ctx.clock.now();
    if (!(await useSealing(tx, input.sealingId, { credentialId, sealedHash, usedAt: at }))) return false;
    await insertCredential(tx, credential, at);
    await insertVersion(tx, versionRow(credential, sealed, envelope, at));
    await enqueue(tx, recogniseCredential, { tenantId: person.tenantId, credentialId });
    await appendAudit(
      tx,
      ctx,
      credentialSealed({ credentialId, version, institutionId, transportKid: sealed.header.kid }),
    );
    return true;
  });
  if (isFirst) return credentialId;
  const answer = answerOfFirst(
    await inTransaction(ctx, (tx) => readSealing(tx, input.sealingId)),
    sealedHash,
  );
  if (!answer) throw new AppError("vault.sealing_used", { sealingId: input.sealingId });
  return answer;
}

/** What became of this sealed form before; `null` where nothing did. A page that has stored one takes no other. */
function answerOfFirst(
  sealing: Awaited<ReturnType<typeof readSealing>>,
  sealedHash: Buffer,
): CredentialId | null {
  if (!sealing.usedAt) return null;
  if (sealing.sealedHash?.equals(sealedHash)) return sealing.credentialId;
  throw new AppError("vault.sealing_used", { sealingId: sealing.sealingId });
}

const versionRow = (credential: Credential, sealed: SealedTransport, envelope: Buffer, at: Date) => ({
  tenantId: credential.tenantId,
  credentialId: credential.credentialId,
  version: credential.version,
  sealingId: sealed.header.sealing,
  transportKid: sealed.header.kid,
  envelope,
  createdAt: at,
});
