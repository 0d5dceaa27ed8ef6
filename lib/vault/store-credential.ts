import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type CredentialId, idSchema, newId } from "#lib/kernel/id.ts";
import { newDataKey, sealEnvelope } from "#lib/keys/envelope.ts";
import { credentialSealed } from "./audit-events.ts";
import { encodeContext } from "./context.ts";
import { type Credential, sealingContext } from "./credential.ts";
import { refusingSeal } from "./refusing.ts";
import {
  insertCredential,
  insertVersion,
  readOpenSealing,
  readTransportStatement,
  useSealing,
} from "./repository.ts";
import type { Sealer } from "./sealer.ts";
import { longestTransport, parseTransport, requireBoundTo, type SealedTransport } from "./transport.ts";
import { VaultError } from "./vault-error.ts";
import { insertWrappedKey } from "./wrapped-key-repository.ts";

export const StoreCredential = z.strictObject({
  sealingId: idSchema("slg"),
  sealed: z.string().min(1).max(longestTransport),
});
export type StoreCredential = z.output<typeof StoreCredential>;

/**
 * Puts the second lock on what the browser sealed and stores it. The wrapped key is written first: if
 * the rest fails, what is left is a key to nothing, which the sweep removes. Nothing here can open either lock.
 */
export async function storeCredential(
  ctx: Context,
  sealer: Sealer,
  input: StoreCredential,
): Promise<CredentialId> {
  const person = requirePerson(ctx, "credential.store");
  const { sealed, credential } = await refusingSeal(ctx, input.sealingId, () =>
    inTransaction(ctx, async (tx) => {
      const sealing = await readOpenSealing(tx, input.sealingId);
      const sealed = parseTransport(input.sealed);
      requireBoundTo(sealed, sealing);
      const offered = await readTransportStatement(tx, sealing.region);
      if (offered?.kid !== sealed.header.kid) throw new VaultError("wrongHeader");
      const credential: Credential = {
        tenantId: person.tenantId,
        credentialId: newId("crd"),
        personId: person.personId,
        connectionId: newId("cnx"),
        institutionId: sealing.institutionId,
        region: sealing.region,
        state: "sealed",
        version: 1,
      };
      return { sealed, credential };
    }),
  );

  const envelope = await lock(sealer, credential, input.sealed);
  await inTransaction(ctx, async (tx) => {
    const at = ctx.clock.now();
    await useSealing(tx, input.sealingId, at);
    await insertCredential(tx, credential, at);
    await insertVersion(tx, versionRow(credential, sealed, envelope, at));
    const { credentialId, version, institutionId } = credential;
    await appendAudit(
      tx,
      ctx,
      credentialSealed({ credentialId, version, institutionId, transportKid: sealed.header.kid }),
    );
  });
  return credential.credentialId;
}

/** Lock B: a data key of this version's own, wrapped by the KMS, put into the key database and forgotten. */
export async function lock(sealer: Sealer, credential: Credential, compact: string): Promise<Buffer> {
  const { wrap } = sealer.keysOf(credential.region);
  const context = encodeContext(sealingContext(credential, wrap));
  const dataKey = newDataKey();
  try {
    const wrapped = await sealer.kms.encrypt(wrap, dataKey, context);
    await inKeyTransaction(sealer.keyDatabase, "licet_sealer", credential.tenantId, (tx) =>
      insertWrappedKey(tx, credential, wrapped),
    );
    return sealEnvelope(dataKey, Buffer.from(compact, "ascii"), context);
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError("vault.unavailable", {}, { cause });
  } finally {
    dataKey.fill(0);
  }
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
