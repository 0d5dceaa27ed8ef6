import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { type TokenReason, tokensOpened } from "./audit-events.ts";
import { countOpening } from "./count-opening.ts";
import { keepTokens } from "./keep-tokens.ts";
import { refusingOpening } from "./refusing.ts";
import { lockCredential, readTransportStatement } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { encodeTokenContext, type TokenHolder } from "./token-context.ts";
import { tokenHeaderSchema } from "./token-header.ts";
import { holdTokens, readTokenKey, readTokens, type TokenRow } from "./token-repository.ts";
import { parseSealed } from "./transport.ts";
import { openSealed } from "./unlock.ts";
import { VaultError } from "./vault-error.ts";

/**
 * What a bank gave for one access, or `null` where it gave nothing to keep. It comes out only with its event, and only
 * while the credential that it was got with is kept: whoever deletes that has deleted this. It goes to the hosts that
 * the credential was handed over for, and is refused for others before a lock is touched.
 */
export async function openTokens(
  ctx: Context,
  opener: Opener,
  holder: TokenHolder,
  reason: TokenReason,
  binding: string | null = opener.bindingOf(holder.institutionId),
): Promise<Secret<string> | null> {
  requirePermission(ctx, "credential.open");
  const { connectionId, credentialId } = holder;
  const kept = await inTransaction(ctx, async (tx) => {
    const found = await readTokens(tx, connectionId);
    return found && { row: found, credential: await lockCredential(tx, credentialId) };
  });
  if (!kept) return null;
  const { row, credential } = kept;
  return refusingOpening(ctx, credentialId, async () => {
    if (binding === null || credential.institutionBinding !== binding)
      throw new VaultError("institutionChanged");
    await countOpening(ctx, opener);
    const tokens = await unlock(opener, holder, row);
    const offered = await inTransaction(ctx, async (tx) => {
      const { state } = await lockCredential(tx, credentialId);
      if (state !== "sealed" || !(await holdTokens(tx, row))) throw new VaultError("notSealed");
      const { version } = row;
      await appendAudit(tx, ctx, tokensOpened({ connectionId, version, reason, jobId: ctx.requestId }));
      return readTransportStatement(tx, holder.region);
    });
    if (offered && Number(offered.kid) > Number(row.transportKid)) await reseal(ctx, opener, holder, tokens);
    return tokens;
  });
}

/** Lock A cannot be re-wrapped. That the opening succeeded does not depend on this: the next one tries again. */
async function reseal(
  ctx: Context,
  opener: Opener,
  holder: TokenHolder,
  tokens: Secret<string>,
): Promise<void> {
  await keepTokens(ctx, opener, holder, tokens).catch(() => {
    opener.warn("vault.tokens_not_resealed", { connectionId: holder.connectionId });
  });
}

async function unlock(opener: Opener, holder: TokenHolder, row: TokenRow): Promise<Secret<string>> {
  const sealed = parseSealed(await unlockAtRest(opener, holder, row), tokenHeaderSchema);
  const { tenant, connection, institution } = sealed.header;
  const isTheirs =
    tenant === holder.tenantId && connection === holder.connectionId && institution === holder.institutionId;
  if (!isTheirs) throw new VaultError("wrongContext");
  const plaintext = await openSealed(opener, holder.region, sealed);
  try {
    return new Secret(plaintext.toString("utf8"));
  } finally {
    plaintext.fill(0);
  }
}

async function unlockAtRest(
  opener: Opener,
  holder: TokenHolder,
  { version, envelope }: TokenRow,
): Promise<string> {
  const { wrap } = opener.keysOf(holder.region);
  const context = encodeTokenContext({ ...holder, version, keyName: wrap });
  const key = await inKeyTransaction(opener.keyDatabase, "licet_opener", holder.tenantId, (tx) =>
    readTokenKey(tx, { ...holder, version }),
  );
  if (!key) throw new VaultError("keyMissing");
  const dataKey = await opener.kms.decrypt(wrap, key.wrapped, context);
  try {
    return openEnvelope(dataKey, envelope, context).toString("ascii");
  } finally {
    dataKey.fill(0);
  }
}
