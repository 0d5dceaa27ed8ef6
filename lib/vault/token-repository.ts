import { and, eq, max, sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type ConnectionId, type CredentialId, idSchema } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Wrapped } from "#lib/keys/kms.ts";
import { connectionTokens, tokenKeys } from "./schema.ts";
import type { TokenHolder } from "./token-context.ts";

export type TokenRow = typeof connectionTokens.$inferSelect;
type Place = Pick<TokenRow, "tenantId" | "connectionId" | "version">;

const isOf = (connectionId: ConnectionId) => eq(connectionTokens.connectionId, connectionId);

export async function readTokens(tx: Transaction, connectionId: ConnectionId): Promise<TokenRow | null> {
  const [row] = await tx.select().from(connectionTokens).where(isOf(connectionId));
  return row ?? null;
}

/** Whether this very version is still there; nobody replaces or deletes it until this transaction ends. */
export async function holdTokens(tx: Transaction, { connectionId, version }: Place): Promise<boolean> {
  const rows = await tx
    .select({ version: connectionTokens.version })
    .from(connectionTokens)
    .where(and(isOf(connectionId), eq(connectionTokens.version, version)))
    .for("share");
  return rows.length === 1;
}

/**
 * The first, or one in the place of the version that it was counted from: never both, so that what was destroyed
 * meanwhile does not come back and of two that came at once one is refused.
 */
export async function saveTokens(
  tx: Transaction,
  { tenantId, connectionId, credentialId }: TokenHolder,
  before: number | null,
  sealed: Pick<TokenRow, "version" | "transportKid" | "envelope" | "storedAt">,
): Promise<boolean> {
  if (before === null) {
    const of = { tenantId, connectionId, credentialId };
    const inserted = await tx
      .insert(connectionTokens)
      .values({ ...of, ...sealed })
      .onConflictDoNothing()
      .returning({ version: connectionTokens.version });
    return inserted.length === 1;
  }
  const replaced = await tx
    .update(connectionTokens)
    .set(sealed)
    .where(and(isOf(connectionId), eq(connectionTokens.version, before)))
    .returning({ version: connectionTokens.version });
  return replaced.length === 1;
}

export async function deleteTokens(tx: Transaction, connectionId: ConnectionId): Promise<boolean> {
  const gone = await tx
    .delete(connectionTokens)
    .where(isOf(connectionId))
    .returning({ version: connectionTokens.version });
  return gone.length > 0;
}

/** Which connections have tokens that were got with a credential. */
export async function listHolders(
  tx: Transaction,
  credentialId: CredentialId,
): Promise<readonly ConnectionId[]> {
  const rows = await tx
    .select({ connectionId: connectionTokens.connectionId })
    .from(connectionTokens)
    .where(eq(connectionTokens.credentialId, credentialId));
  return rows.map(({ connectionId }) => connectionId);
}

const isKey = ({ tenantId, connectionId, version }: Place) =>
  and(
    eq(tokenKeys.tenantId, tenantId),
    eq(tokenKeys.connectionId, connectionId),
    eq(tokenKeys.version, version),
  );

export async function insertTokenKey(
  tx: KeyTransaction,
  { tenantId, connectionId, version }: Place,
  { ciphertext: wrapped, version: kmsVersion }: Wrapped,
): Promise<void> {
  await tx.insert(tokenKeys).values({ tenantId, connectionId, version, wrapped, kmsVersion });
}

export async function readTokenKey(tx: KeyTransaction, place: Place) {
  const [row] = await tx.select().from(tokenKeys).where(isKey(place));
  return row ?? null;
}

/** Never an insert: a key destroyed meanwhile does not come back. */
export async function replaceTokenWrapping(
  tx: KeyTransaction,
  place: Place,
  before: Buffer,
  { ciphertext: wrapped, version: kmsVersion }: Wrapped,
): Promise<boolean> {
  const written = await tx
    .update(tokenKeys)
    .set({ wrapped, kmsVersion, rewrappedAt: sql`now()` })
    .where(and(isKey(place), eq(tokenKeys.wrapped, before)))
    .returning({ version: tokenKeys.version });
  return written.length === 1;
}

/** The highest number that any key has, also one that no ciphertext was made for. */
export async function newestTokenKey(tx: KeyTransaction, connectionId: ConnectionId): Promise<number> {
  const [row] = await tx
    .select({ version: max(tokenKeys.version) })
    .from(tokenKeys)
    .where(eq(tokenKeys.connectionId, connectionId));
  return row?.version ?? 0;
}

/** All of a connection's keys but one, or all of them. */
export async function deleteTokenKeys(
  tx: KeyTransaction,
  connectionId: ConnectionId,
  butFor: number | null = null,
): Promise<void> {
  const isOther = butFor === null ? undefined : sql`${tokenKeys.version} < ${butFor}`;
  await tx.delete(tokenKeys).where(and(eq(tokenKeys.connectionId, connectionId), isOther));
}

export async function deleteTokenKey(tx: KeyTransaction, place: Place): Promise<void> {
  await tx.delete(tokenKeys).where(isKey(place));
}

const keyRow = z.object({ tenant_id: idSchema("ten"), connection_id: idSchema("cnx"), version: z.number() });
const toPlace = (row: unknown): Place => {
  const { tenant_id: tenantId, connection_id: connectionId, version } = keyRow.parse(row);
  return { tenantId, connectionId, version };
};

/** Keys of tokens that another version than the present one wraps. */
export async function listTokenKeysOfOthers(
  tx: KeyTransaction,
  wrap: KeyName,
  present: KeyVersionName,
  limit: number,
): Promise<readonly Place[]> {
  const { rows } = await tx.execute(sql`select tenant_id, connection_id, version from token_keys
    where kms_version <> ${present} and starts_with(kms_version, ${`${wrap}/`})
    order by kms_version, tenant_id, connection_id limit ${limit}`);
  return rows.map(toPlace);
}

/** Keys older than an hour, in order. Younger ones may be of something that is being stored. */
export async function listTokenKeysAfter(
  tx: KeyTransaction,
  after: Place | null,
  limit: number,
): Promise<readonly Place[]> {
  const { tenantId, connectionId, version } = after ?? { tenantId: "", connectionId: "", version: 0 };
  const { rows } = await tx.execute(sql`select tenant_id, connection_id, version from token_keys
    where created_at < now() - interval '1 hour'
      and (tenant_id, connection_id, version) > (${tenantId}, ${connectionId}, ${version}::integer)
    order by tenant_id, connection_id, version limit ${limit}`);
  return rows.map(toPlace);
}

/** Those of the keys that open nothing that is kept. */
export async function withoutTokens(tx: Transaction, keys: readonly Place[]): Promise<readonly Place[]> {
  const asked = JSON.stringify(keys.map(({ connectionId, version }) => [connectionId, version]));
  const { rows } = await tx.execute<{ place: number }>(sql`select (asked.at - 1)::integer as place
    from jsonb_array_elements(${asked}::jsonb) with ordinality as asked(key, at)
    where not exists (select from connection_tokens t
      where t.connection_id = asked.key ->> 0 and t.version = (asked.key ->> 1)::integer)`);
  const places = new Set(rows.map(({ place }) => place));
  return keys.filter((_, place) => places.has(place));
}
