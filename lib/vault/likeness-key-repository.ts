import { and, eq, sql } from "drizzle-orm";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { Wrapped } from "#lib/keys/kms.ts";
import { likenessKeys } from "./schema.ts";

export interface LikenessKeyOf {
  readonly tenantId: TenantId;
  readonly region: string;
}

const of = ({ tenantId, region }: LikenessKeyOf) =>
  and(eq(likenessKeys.tenantId, tenantId), eq(likenessKeys.region, region));

export async function readLikenessKey(tx: KeyTransaction, owner: LikenessKeyOf) {
  const { wrapped, kmsVersion } = likenessKeys;
  const [row] = await tx.select({ wrapped, kmsVersion }).from(likenessKeys).where(of(owner));
  return row ?? null;
}

/** Of any number of first workers, one key stays. */
export async function insertLikenessKey(
  tx: KeyTransaction,
  owner: LikenessKeyOf,
  key: Wrapped,
): Promise<void> {
  await tx
    .insert(likenessKeys)
    .values({ ...owner, wrapped: key.ciphertext, kmsVersion: key.version })
    .onConflictDoNothing();
}

/** `false` if it was re-wrapped by another. */
export async function replaceLikenessWrapping(
  tx: KeyTransaction,
  owner: LikenessKeyOf,
  before: Buffer,
  after: Wrapped,
): Promise<boolean> {
  const written = await tx
    .update(likenessKeys)
    .set({ wrapped: after.ciphertext, kmsVersion: after.version, rewrappedAt: sql`now()` })
    .where(and(of(owner), eq(likenessKeys.wrapped, before)))
    .returning({ region: likenessKeys.region });
  return written.length === 1;
}
