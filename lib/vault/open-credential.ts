import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { credentialOpened, type OpeningReason } from "./audit-events.ts";
import { encodeContext } from "./context.ts";
import { type Credential, sealingContext } from "./credential.ts";
import { refusingOpening } from "./refusing.ts";
import { readSealed, recordOpening } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { openTransport, parseTransport, requireBoundTo } from "./transport.ts";
import type { TransportContext } from "./transport-header.ts";
import { VaultError } from "./vault-error.ts";
import { readWrappedKey } from "./wrapped-key-repository.ts";

/** What the person typed, by the field's name. */
export type CredentialFields = Readonly<Record<string, string>>;

const fieldsSchema = z.record(z.string().max(64), z.string().max(2048));

/**
 * Opens both locks, in the worker alone. It returns only if the opening's event is committed and the
 * credential was still whole at that commit: once a deletion has been acknowledged, nothing comes out.
 */
export async function openCredential(
  ctx: Context,
  opener: Opener,
  credentialId: CredentialId,
  reason: OpeningReason,
): Promise<Secret<CredentialFields>> {
  requirePermission(ctx, "credential.open");
  return refusingOpening(ctx, credentialId, async () => {
    await limitOpenings(ctx, opener);
    const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
    if (row?.credential.state !== "sealed") throw new VaultError("notSealed");

    const compact = await unlockAtRest(opener, row.credential, row.version.envelope);
    const fields = await unlockTransport(opener, row.credential, compact, row.sealing);
    await inTransaction(ctx, async (tx) => {
      if (!(await recordOpening(tx, row.credential, ctx.clock.now()))) throw new VaultError("notSealed");
      const { version } = row.credential;
      await appendAudit(tx, ctx, credentialOpened({ credentialId, version, reason, jobId: ctx.requestId }));
    });
    return fields;
  });
}

async function limitOpenings(ctx: Context, { openingsPerMinute }: Opener): Promise<void> {
  if (ctx.actor.type !== "job") throw new AppError("auth.forbidden");
  const limit = { name: "vault.open", limit: openingsPerMinute, windowSeconds: 60 };
  try {
    await takeTurn(ctx, limit, ctx.actor.tenantId);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "auth.too_many_attempts") {
      throw new VaultError("tooManyOpenings", { cause });
    }
    throw cause;
  }
}

/** Lock B: the key database's wrapped key and the KMS's symmetric key. Returns the JWE that the browser made. */
export async function unlockAtRest(
  opener: Opener,
  credential: Credential,
  envelope: Buffer,
): Promise<string> {
  const { wrap } = opener.keysOf(credential.region);
  const context = encodeContext(sealingContext(credential, wrap));
  const key = await inKeyTransaction(opener.keyDatabase, "licet_opener", credential.tenantId, (tx) =>
    readWrappedKey(tx, credential),
  );
  if (!key) throw new VaultError("keyMissing");
  const dataKey = await opener.kms.decrypt(wrap, key.wrapped, context);
  try {
    return openEnvelope(dataKey, envelope, context).toString("ascii");
  } finally {
    dataKey.fill(0);
  }
}

/** Lock A: the KMS's private key gives the content key, if the header says what the row says. */
async function unlockTransport(
  opener: Opener,
  credential: Credential,
  compact: string,
  sealing: TransportContext,
): Promise<Secret<CredentialFields>> {
  const sealed = parseTransport(compact);
  requireBoundTo(sealed, {
    ...sealing,
    tenantId: credential.tenantId,
    institutionId: credential.institutionId,
  });
  const version = `${opener.keysOf(credential.region).transport}/cryptoKeyVersions/${sealed.header.kid}`;
  const contentKey = await opener.kms.asymmetricDecrypt(version as KeyVersionName, sealed.encryptedKey);
  const plaintext = openTransportOnce(sealed, contentKey);
  try {
    return new Secret(fieldsSchema.parse(JSON.parse(plaintext.toString("utf8"))));
  } catch {
    // Not the cause: a parser's message quotes what it read.
    throw new VaultError("malformed");
  } finally {
    plaintext.fill(0);
  }
}

function openTransportOnce(sealed: ReturnType<typeof parseTransport>, contentKey: Buffer): Buffer {
  try {
    return openTransport(sealed, contentKey);
  } finally {
    contentKey.fill(0);
  }
}
