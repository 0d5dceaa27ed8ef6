import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { keyOf } from "#lib/kernel/key-name.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { keyRewrapped } from "./audit-events.ts";
import { encodeContext } from "./context.ts";
import { type Credential, sealingContext } from "./credential.ts";
import { rewrapCredential } from "./jobs.ts";
import { refusingOpening } from "./refusing.ts";
import { readSealed } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { readWrappedKey, replaceWrapping } from "./wrapped-key-repository.ts";

/**
 * Takes up a new version of Lock B's key. The data key and the envelope stay as they are, so readers
 * never notice; a key that was destroyed or re-wrapped meanwhile is left alone.
 */
export const rewrapCredentialHandler = (opener: Opener) =>
  handle({
    job: rewrapCredential,
    authorise: async (ctx, { credentialId, version }) => {
      const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
      if (row?.credential.state !== "sealed")
        return { run: false, reason: row?.credential.state ?? "missing" };
      return row.credential.version === version ? { run: true } : { run: false, reason: "superseded" };
    },
    run: async (ctx, { credentialId }) => {
      requirePermission(ctx, "credential.rewrap");
      const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
      const rewrapped =
        row &&
        (await refusingOpening(ctx, credentialId, () =>
          rewrap(opener, row.credential, row.version.envelope),
        ));
      if (!rewrapped) return;
      const { version } = row.credential;
      await inTransaction(ctx, (tx) =>
        appendAudit(tx, ctx, keyRewrapped({ credentialId, version, kmsVersion: rewrapped })),
      );
    },
  });

/**
 * The number of the key version that wraps it now, or `null` where nothing was to be done. The old wrapping is the
 * only way to the envelope, so it is given up for one that the KMS was seen to unwrap to the key that opens it.
 */
async function rewrap(opener: Opener, credential: Credential, envelope: Buffer): Promise<string | null> {
  const { wrap } = opener.keysOf(credential.region);
  const context = encodeContext(sealingContext(credential, wrap));
  const inTenant = <T>(work: Parameters<typeof inKeyTransaction<T>>[3]) =>
    inKeyTransaction(opener.keyDatabase, "licet_opener", credential.tenantId, work);

  const before = await inTenant((tx) => readWrappedKey(tx, credential));
  if (!before || keyOf(before.kmsVersion) !== wrap) return null;
  const dataKey = await opener.kms.decrypt(wrap, before.wrapped, context);
  try {
    openEnvelope(dataKey, envelope, context).fill(0);
    const after = await opener.kms.encrypt(wrap, dataKey, context);
    if (after.version === before.kmsVersion) return null;
    const again = await opener.kms.decrypt(wrap, after.ciphertext, context);
    if (!again.equals(dataKey)) throw new KeyError("untrustedAnswer", "encrypt");
    again.fill(0);
    const replaced = await inTenant((tx) => replaceWrapping(tx, credential, before.wrapped, after));
    return replaced ? after.version.slice(wrap.length + "/cryptoKeyVersions/".length) : null;
  } finally {
    dataKey.fill(0);
  }
}
