import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import { idSchema, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
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
      readonly kmsVersion: KeyVersionName;
      readonly commitment: Buffer;
    }
  | { readonly state: "erased" };

const columnsOf = <T extends typeof bookKeys | typeof recordKeys>({
  region,
  wrapped,
  kmsVersion,
  commitment,
}: T) => ({ region, wrapped, kmsVersion, commitment });

const isInvestors = (tenantId: TenantId, investorId: PersonId) =>
  and(eq(recordKeys.tenantId, tenantId), eq(recordKeys.personId, investorId));

export async function readKey(
  tx: KeyTransaction,
  tenantId: TenantId,
  investorId: PersonId | null,
): Promise<KeyRow | null> {
  const [row] =
    investorId === null
      ? await tx.select(columnsOf(bookKeys)).from(bookKeys).where(eq(bookKeys.tenantId, tenantId))
      : await tx.select(columnsOf(recordKeys)).from(recordKeys).where(isInvestors(tenantId, investorId));
  if (!row) return null;
  const { region, wrapped, kmsVersion, commitment } = row;
  return region && wrapped && kmsVersion && commitment
    ? { state: "whole", region, wrapped, kmsVersion, commitment }
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
    .where(and(isInvestors(tenantId, personId), isNull(recordKeys.erasedAt)));
  await tx.execute(sql`select pg_notify(${erasureChannel}, ${cacheId(tenantId, personId)})`);
}

/** Never an insert: a key erased meanwhile does not come back. `false` if it is gone or was re-wrapped by another. */
export async function replaceKeyWrapping(
  tx: KeyTransaction,
  { tenantId, investorId }: KeyOwner,
  before: Buffer,
  { ciphertext: wrapped, version: kmsVersion }: Wrapped,
): Promise<boolean> {
  const after = { wrapped, kmsVersion, rewrappedAt: sql`now()` };
  const written =
    investorId === null
      ? await tx
          .update(bookKeys)
          .set(after)
          .where(and(eq(bookKeys.tenantId, tenantId), eq(bookKeys.wrapped, before)))
          .returning({ tenantId: bookKeys.tenantId })
      : await tx
          .update(recordKeys)
          .set(after)
          .where(and(isInvestors(tenantId, investorId), eq(recordKeys.wrapped, before)))
          .returning({ tenantId: recordKeys.tenantId });
  return written.length === 1;
}

const ownerRow = z
  .object({ tenant_id: idSchema("ten"), person_id: idSchema("per").nullable() })
  .transform(({ tenant_id: tenantId, person_id: investorId }) => ({ tenantId, investorId }));
/** Whose key it is; without an investor it is the firm's book key. */
export type KeyOwner = z.output<typeof ownerRow>;

/** Whose keys another version of the KMS key wraps than the present one. */
export async function listKeysOfOthers(
  tx: KeyTransaction,
  table: "records" | "book",
  keyName: KeyName,
  present: KeyVersionName,
  limit: number,
): Promise<readonly KeyOwner[]> {
  const isOfOther = sql`kms_version <> ${present} and starts_with(kms_version, ${`${keyName}/`})`;
  const { rows } = await tx.execute(
    table === "records"
      ? sql`select tenant_id, person_id from ${recordKeys} where ${isOfOther}
          order by kms_version, tenant_id, person_id limit ${limit}`
      : sql`select tenant_id, null as person_id from ${bookKeys} where ${isOfOther}
          order by kms_version, tenant_id limit ${limit}`,
  );
  return rows.map((row) => ownerRow.parse(row));
}
