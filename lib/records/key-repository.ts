import { and, eq, isNull, sql } from "drizzle-orm";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import type { Wrapped } from "#lib/keys/kms.ts";
import type { KeyContext } from "./context.ts";
import { bookKeys, recordKeys } from "./schema.ts";

/** Carries identifiers only: whoever may connect may listen. */
export const erasureChannel = "licet_record_keys";

export const cacheId = (tenantId: TenantId, investorId: PersonId | null) => `${tenantId}/${investorId ?? ""}`;

/** A key as the key database has it, or the place of one that was erased. */
export type KeyRow =
  | {
      readonly state: "whole";
      readonly region: string;
      readonly wrapped: Buffer;
      readonly commitment: Buffer;
    }
  | { readonly state: "erased" };

const columnsOf = <T extends typeof bookKeys | typeof recordKeys>({ region, wrapped, commitment }: T) => ({
  region,
  wrapped,
  commitment,
});

export async function readKey(
  tx: KeyTransaction,
  tenantId: TenantId,
  investorId: PersonId | null,
): Promise<KeyRow | null> {
  const [row] =
    investorId === null
      ? await tx.select(columnsOf(bookKeys)).from(bookKeys).where(eq(bookKeys.tenantId, tenantId))
      : await tx
          .select(columnsOf(recordKeys))
          .from(recordKeys)
          .where(and(eq(recordKeys.tenantId, tenantId), eq(recordKeys.personId, investorId)));
  if (!row) return null;
  const { region, wrapped, commitment } = row;
  return region && wrapped && commitment
    ? { state: "whole", region, wrapped, commitment }
    : { state: "erased" };
}

/** Of any number of first writers, one key stays. An erased one is not made again. */
export async function insertKey(
  tx: KeyTransaction,
  { tenantId, investorId, region }: KeyContext,
  key: { readonly wrapped: Wrapped; readonly commitment: Buffer; readonly bookSecret: Buffer },
): Promise<void> {
  const { ciphertext: wrapped, version: kmsVersion } = key.wrapped;
  const row = { tenantId, region, wrapped, kmsVersion, commitment: key.commitment };
  if (investorId === null) await tx.insert(bookKeys).values(row).onConflictDoNothing();
  else {
    const own = { personId: investorId, bookSecret: key.bookSecret };
    await tx
      .insert(recordKeys)
      .values({ ...row, ...own })
      .onConflictDoNothing();
  }
}

/** The secrets of these investors; `null` where the key was erased, nothing where there never was one. */
export async function readBookSecrets(
  tx: KeyTransaction,
  tenantId: TenantId,
  investorIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Buffer | null>> {
  const rows = await tx
    .select({ personId: recordKeys.personId, secret: recordKeys.bookSecret })
    .from(recordKeys)
    .where(
      and(
        eq(recordKeys.tenantId, tenantId),
        sql`${recordKeys.personId} = any(${sql.param([...investorIds])})`,
      ),
    );
  return new Map(rows.map(({ personId, secret }) => [personId, secret]));
}

/** Destroys the key, or takes its place before there was one, and tells every process that keeps it. */
export async function eraseKey(
  tx: KeyTransaction,
  tenantId: TenantId,
  personId: PersonId,
  at: Date,
): Promise<void> {
  await tx.insert(recordKeys).values({ tenantId, personId, erasedAt: at }).onConflictDoNothing();
  const nothing = { region: null, wrapped: null, kmsVersion: null, commitment: null, bookSecret: null };
  await tx
    .update(recordKeys)
    .set({ ...nothing, erasedAt: at })
    .where(
      and(eq(recordKeys.tenantId, tenantId), eq(recordKeys.personId, personId), isNull(recordKeys.erasedAt)),
    );
  await tx.execute(sql`select pg_notify(${erasureChannel}, ${cacheId(tenantId, personId)})`);
}
