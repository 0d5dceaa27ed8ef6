import { CompactEncrypt, importSPKI } from "jose";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { newDataKey, sealEnvelope } from "#lib/keys/envelope.ts";
import { tokensKept } from "./audit-events.ts";
import { pad } from "./padding.ts";
import { lockCredential, readTransportStatement } from "./repository.ts";
import type { Opener } from "./sealer.ts";
import { encodeTokenContext, type TokenHolder } from "./token-context.ts";
import type { TokenHeader } from "./token-header.ts";
import {
  deleteTokenKeys,
  insertTokenKey,
  newestTokenKey,
  readTokens,
  saveTokens,
} from "./token-repository.ts";
import { verifyTransportStatement } from "./transport-statement.ts";

/** Sealed under both locks; its wrapped key is written, and it is stored nowhere yet. */
export interface SealedTokens {
  /** In the transaction of what they were got with. Refused where the credential was deleted, or others were stored meanwhile. */
  store(tx: Transaction): Promise<void>;
  /** After that commit: the keys of what they took the place of. It never fails: what it leaves, the sweep takes. */
  forgetOlder(): Promise<void>;
}

/**
 * Puts both locks on what a bank gave, as on a credential: whoever has one of them, or one of the two databases, has
 * nothing. The wrapped key is written first; if the rest fails, what is left is a key to nothing, which the sweep removes.
 */
export async function sealTokens(
  ctx: Context,
  opener: Opener,
  holder: TokenHolder,
  tokens: Secret<string>,
): Promise<SealedTokens> {
  requirePermission(ctx, "credential.open");
  const { tenantId, connectionId, credentialId } = holder;
  const before = await inTransaction(ctx, (tx) => readTokens(tx, connectionId));
  const { kid, compact } = await lockA(ctx, opener, holder, tokens);
  const version = (await inKeys(opener, holder, (tx) => newestTokenKey(tx, connectionId))) + 1;
  const envelope = await lockB(opener, holder, version, compact);

  return {
    async store(tx) {
      const { state } = await lockCredential(tx, credentialId);
      if (state !== "sealed") throw new AppError("vault.not_sealed", { credentialId, state });
      const sealed = { version, transportKid: kid, envelope, storedAt: ctx.clock.now() };
      const isStored = await saveTokens(tx, holder, before?.version ?? null, sealed);
      if (!isStored) throw new AppError("vault.credential_changed", { credentialId, tenantId });
      await appendAudit(tx, ctx, tokensKept({ connectionId, version }));
    },
    forgetOlder: () =>
      inKeys(opener, holder, (tx) => deleteTokenKeys(tx, connectionId, version)).catch(() =>
        opener.warn("vault.token_keys_left", { connectionId }),
      ),
  };
}

/** The same at once, for tokens that a bank has put in the place of others. */
export async function keepTokens(
  ctx: Context,
  opener: Opener,
  holder: TokenHolder,
  tokens: Secret<string>,
): Promise<void> {
  const sealed = await sealTokens(ctx, opener, holder, tokens);
  await inTransaction(ctx, (tx) => sealed.store(tx));
  await sealed.forgetOlder();
}

const inKeys = <T>(
  { keyDatabase }: Opener,
  { tenantId }: TokenHolder,
  work: Parameters<typeof inKeyTransaction<T>>[3],
): Promise<T> => inKeyTransaction(keyDatabase, "licet_opener", tenantId, work);

/** To the public key that the operator signed, and to no other that stands in the table. */
async function lockA(ctx: Context, opener: Opener, holder: TokenHolder, tokens: Secret<string>) {
  const { tenantId: tenant, connectionId: connection, institutionId: institution, region } = holder;
  const offered = await inTransaction(ctx, (tx) => readTransportStatement(tx, region));
  if (!offered) throw new AppError("vault.unavailable", { region });
  const statement = await verifyTransportStatement(
    offered,
    await opener.operatorKey(),
    region,
    ctx.clock.now(),
  );
  const { kid, spki } = statement;
  const key = await importSPKI(spki, "RSA-OAEP-256");
  const plaintext = Buffer.from(tokens.reveal(), "utf8");
  const padded = pad(plaintext);
  const header: TokenHeader = {
    ...{ alg: "RSA-OAEP-256", enc: "A256GCM", typ: "licet-tokens+jwe" },
    ...{ kid, tenant, connection, institution },
  };
  try {
    return { kid, compact: await new CompactEncrypt(padded).setProtectedHeader(header).encrypt(key) };
  } finally {
    plaintext.fill(0);
    padded.fill(0);
  }
}

async function lockB(opener: Opener, holder: TokenHolder, version: number, compact: string): Promise<Buffer> {
  const { wrap } = opener.keysOf(holder.region);
  const context = encodeTokenContext({ ...holder, version, keyName: wrap });
  const dataKey = newDataKey();
  try {
    const wrapped = await opener.kms.encrypt(wrap, dataKey, context);
    await inKeys(opener, holder, (tx) => insertTokenKey(tx, { ...holder, version }, wrapped));
    return sealEnvelope(dataKey, Buffer.from(compact, "ascii"), context);
  } finally {
    dataKey.fill(0);
  }
}
