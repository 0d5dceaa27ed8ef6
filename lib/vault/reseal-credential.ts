import { CompactEncrypt, importSPKI } from "jose";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { postgresCode } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { credentialResealed, resealRefused } from "./audit-events.ts";
import type { Credential } from "./credential.ts";
import { destroyWrappedKeys } from "./destroy-wrapped-keys.ts";
import { lock } from "./lock.ts";
import { pad } from "./padding.ts";
import { deleteVersion, insertVersion, lockCredential, saveVersion } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import type { TransportContext, TransportHeader } from "./transport-header.ts";
import {
  type PublishedKey,
  type TransportStatement,
  verifyTransportStatement,
} from "./transport-statement.ts";
import { type CredentialFields, type Unlocked, unlock } from "./unlock.ts";
import { VaultError } from "./vault-error.ts";
import { deleteWrappedKeys, newestVersion } from "./wrapped-key-repository.ts";

/** An opening that is recorded, and what sealing it anew would need. */
export interface Opened extends Unlocked {
  readonly credential: Credential;
  readonly sealing: TransportContext;
  /** What browsers seal to now. */
  readonly offered: PublishedKey | null;
}

/**
 * Lock A cannot be re-wrapped, because its header is authenticated. So what was sealed to an older transport key is
 * sealed to the present one while it is open, as a new version. That the opening succeeded does not depend on it:
 * where it fails, the old version stays, the failure is told, and the next opening tries again.
 */
export async function resealIfBehind(ctx: Context, opener: Opener, opened: Opened): Promise<void> {
  const { credential, transportKid, offered } = opened;
  // Never back to an older key: whoever can write to the table could otherwise undo a rotation.
  if (!offered || Number(offered.kid) <= Number(transportKid)) return;
  try {
    await reseal(ctx, opener, opened, offered);
  } catch (cause) {
    // Another opening is sealing it anew at this moment and took the number first.
    if (postgresCode(cause) === "23505") return;
    const { credentialId } = credential;
    const code = codeOf(cause);
    opener.warn("vault.reseal_failed", { credentialId, code: code ?? "unknown" });
    if (code) await inTransaction(ctx, (tx) => appendAudit(tx, ctx, resealRefused({ credentialId, code })));
  }
}

/** The reason of a refusal that somebody should look at; what passes by itself has none. */
function codeOf(cause: unknown) {
  if (cause instanceof KeyError && cause.isPassing) return null;
  const isRefusal =
    cause instanceof VaultError || cause instanceof EnvelopeError || cause instanceof KeyError;
  return isRefusal ? cause.code : null;
}

/**
 * The order: the new key, then in one transaction the new ciphertext for the old, last the old key. Killed after any
 * of them, what is left over is a key to nothing, which the sweep removes; readers find the one version or the other.
 */
async function reseal(
  ctx: Context,
  opener: Opener,
  { credential: before, fields, sealing }: Opened,
  offered: PublishedKey,
): Promise<void> {
  const statement = await trusted(ctx, opener, before.region, offered);
  const after = { ...before, version: await nextVersion(opener, before) };
  const compact = await sealTransport(statement, before, sealing, fields.reveal());
  const envelope = await lock(opener, "licet_opener", after, compact);

  // The old version is the only way to the content: it is given up for one that was seen to open.
  const again = await unlock(opener, after, envelope, sealing);
  if (JSON.stringify(again.fields.reveal()) !== JSON.stringify(fields.reveal())) {
    throw new KeyError("untrustedAnswer", "encrypt");
  }
  const isReplaced = await inTransaction(ctx, async (tx) => {
    const present = await lockCredential(tx, before.credentialId);
    if (present.state !== "sealed" || present.version !== before.version) return false;
    const at = ctx.clock.now();
    const { tenantId, credentialId, version } = after;
    const kid = statement.kid;
    const row = { sealingId: sealing.sealingId, transportKid: kid, envelope, createdAt: at };
    await insertVersion(tx, { tenantId, credentialId, version, ...row });
    await saveVersion(tx, before, version);
    await deleteVersion(tx, before);
    const facts = { credentialId, version, previousVersion: before.version, transportKid: kid };
    await appendAudit(tx, ctx, credentialResealed(facts));
    return true;
  });
  if (isReplaced) await destroyWrappedKeys(ctx, opener, before, after.version - 1);
  else await forgetKey(opener, after);
}

/** The key of one's own that came too late. Its number is nobody else's, and no ciphertext was written for it. */
async function forgetKey(opener: Opener, { tenantId, credentialId, version }: Credential): Promise<void> {
  await inKeyTransaction(opener.keyDatabase, "licet_opener", tenantId, (tx) =>
    deleteWrappedKeys(tx, credentialId, [version]),
  );
}

/** Only what the operator signed: whoever writes to the table could otherwise have everything sealed to a key of theirs. */
async function trusted(
  ctx: Context,
  opener: Opener,
  region: string,
  offered: PublishedKey,
): Promise<TransportStatement> {
  return verifyTransportStatement(offered, await opener.operatorKey(), region, ctx.clock.now());
}

/** A number that no key has, so that of two who seal anew at once neither can touch the other's key. */
function nextVersion(opener: Opener, { tenantId, credentialId, version }: Credential): Promise<number> {
  return inKeyTransaction(opener.keyDatabase, "licet_opener", tenantId, async (tx) => {
    const newest = await newestVersion(tx, credentialId);
    if (newest === null) throw new AppError("vault.credential_changed", { credentialId });
    return Math.max(newest, version) + 1;
  });
}

/** The same content under the same header but for the key's number. */
async function sealTransport(
  { kid, spki }: TransportStatement,
  { tenantId, institutionId }: Credential,
  { sealingId }: TransportContext,
  fields: CredentialFields,
): Promise<string> {
  const key = await importSPKI(spki, "RSA-OAEP-256");
  const plaintext = Buffer.from(JSON.stringify(fields), "utf8");
  const padded = pad(plaintext);
  const header: TransportHeader = {
    alg: "RSA-OAEP-256",
    enc: "A256GCM",
    typ: "licet-credential+jwe",
    kid,
    tenant: tenantId,
    sealing: sealingId,
    institution: institutionId,
  };
  try {
    return await new CompactEncrypt(padded).setProtectedHeader(header).encrypt(key);
  } finally {
    plaintext.fill(0);
    padded.fill(0);
  }
}
