import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { credentialOpened, type OpeningReason } from "./audit-events.ts";
import { countOpening } from "./count-opening.ts";
import { refusingOpening } from "./refusing.ts";
import { readSealed, readTransportStatement, recordOpening, type SealedRow } from "./repository.ts";
import { type Opened, resealIfBehind } from "./reseal-credential.ts";
import type { Opener } from "./sealer.ts";
import { type CredentialFields, unlock } from "./unlock.ts";
import { VaultError } from "./vault-error.ts";

interface Purpose {
  readonly reason: OpeningReason;
  readonly binding: string | undefined;
}

/** How often a version may be replaced under a reader before that is an error of its own. */
const replacements = 3;

/**
 * Opens both locks, in the worker alone. It returns only if the opening's event is committed and the
 * credential was still whole at that commit: once a deletion has been acknowledged, nothing comes out. What was sealed
 * to an older transport key is sealed anew on this occasion, after which nothing depends on the old one.
 *
 * `binding` is of the very hosts that the caller is about to send it to. One that was handed over for other hosts is
 * refused before either lock is touched, until its owner has entered it again.
 */
export async function openCredential(
  ctx: Context,
  opener: Opener,
  credentialId: CredentialId,
  reason: OpeningReason,
  binding?: string,
): Promise<Secret<CredentialFields>> {
  requirePermission(ctx, "credential.open");
  const opened = await refusingOpening(ctx, credentialId, async () => {
    await countOpening(ctx, opener);
    return openPresentVersion(ctx, opener, credentialId, { reason, binding });
  });
  await resealIfBehind(ctx, opener, opened);
  return opened.fields;
}

/** A version that is replaced while it is read is read again as the new one, so that no reader fails for a rotation. */
async function openPresentVersion(
  ctx: Context,
  opener: Opener,
  credentialId: CredentialId,
  purpose: Purpose,
): Promise<Opened> {
  let row = await readPresent(ctx, credentialId);
  for (let left = replacements; ; left--) {
    try {
      return await openVersion(ctx, opener, row, purpose);
    } catch (failure) {
      const now = await readPresent(ctx, credentialId);
      if (left === 0 || now.credential.version === row.credential.version) throw failure;
      row = now;
    }
  }
}

async function readPresent(ctx: Context, credentialId: CredentialId): Promise<SealedRow> {
  const row = await inTransaction(ctx, (tx) => readSealed(tx, credentialId));
  if (row?.credential.state !== "sealed") throw new VaultError("notSealed");
  return row;
}

async function openVersion(
  ctx: Context,
  opener: Opener,
  { credential, version, sealing }: SealedRow,
  { reason, binding = opener.bindingOf(credential.institutionId) ?? undefined }: Purpose,
): Promise<Opened> {
  if (binding === undefined || credential.institutionBinding !== binding)
    throw new VaultError("institutionChanged");
  const unlocked = await unlock(opener, credential, version.envelope, sealing);
  const offered = await inTransaction(ctx, async (tx) => {
    if (!(await recordOpening(tx, credential, ctx.clock.now()))) throw new VaultError("notSealed");
    const { credentialId } = credential;
    const facts = { credentialId, version: credential.version, reason, jobId: ctx.requestId };
    await appendAudit(tx, ctx, credentialOpened(facts));
    return readTransportStatement(tx, credential.region);
  });
  return { ...unlocked, credential, sealing, offered };
}
