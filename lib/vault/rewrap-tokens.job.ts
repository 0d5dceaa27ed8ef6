import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import { keyOf } from "#lib/kernel/key-name.ts";
import { openEnvelope } from "#lib/keys/envelope.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import { tokensRewrapped } from "./audit-events.ts";
import { rewrapTokens } from "./jobs.ts";
import { refusingOpening } from "./refusing.ts";
import { lockCredential } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { encodeTokenContext, type TokenHolder } from "./token-context.ts";
import { readTokenKey, readTokens, replaceTokenWrapping, type TokenRow } from "./token-repository.ts";

/** Takes up a new version of Lock B's key, as for credentials: what was destroyed or replaced meanwhile is left alone. */
export const rewrapTokensHandler = (opener: Opener) =>
  handle({
    job: rewrapTokens,
    authorise: async (ctx, { connectionId, version }) => {
      const row = await inTransaction(ctx, (tx) => readTokens(tx, connectionId));
      if (!row) return { run: false, reason: "missing" };
      return row.version === version ? { run: true } : { run: false, reason: "superseded" };
    },
    run: async (ctx, { connectionId }) => {
      requirePermission(ctx, "credential.rewrap");
      const found = await inTransaction(ctx, async (tx) => {
        const row = await readTokens(tx, connectionId);
        return row && { row, holder: await lockCredential(tx, row.credentialId) };
      });
      if (!found) return;
      const { row, holder } = found;
      const { credentialId, version } = row;
      const kmsVersion = await refusingOpening(ctx, credentialId, () => rewrap(opener, holder, row));
      if (!kmsVersion) return;
      const facts = { connectionId, version, kmsVersion };
      await inTransaction(ctx, (tx) => appendAudit(tx, ctx, tokensRewrapped(facts)));
    },
  });

/** The old wrapping is given up for one that was seen to unwrap to the key that opens the envelope. */
async function rewrap(opener: Opener, holder: TokenHolder, row: TokenRow): Promise<string | null> {
  const { wrap } = opener.keysOf(holder.region);
  const context = encodeTokenContext({ ...holder, version: row.version, keyName: wrap });
  const inTenant = <T>(work: Parameters<typeof inKeyTransaction<T>>[3]) =>
    inKeyTransaction(opener.keyDatabase, "licet_opener", holder.tenantId, work);

  const before = await inTenant((tx) => readTokenKey(tx, row));
  if (!before || keyOf(before.kmsVersion) !== wrap) return null;
  const dataKey = await opener.kms.decrypt(wrap, before.wrapped, context);
  try {
    openEnvelope(dataKey, row.envelope, context).fill(0);
    const after = await opener.kms.encrypt(wrap, dataKey, context);
    if (after.version === before.kmsVersion) return null;
    const again = await opener.kms.decrypt(wrap, after.ciphertext, context);
    if (!again.equals(dataKey)) throw new KeyError("untrustedAnswer", "encrypt");
    again.fill(0);
    const replaced = await inTenant((tx) => replaceTokenWrapping(tx, row, before.wrapped, after));
    return replaced ? after.version.slice(wrap.length + "/cryptoKeyVersions/".length) : null;
  } finally {
    dataKey.fill(0);
  }
}
