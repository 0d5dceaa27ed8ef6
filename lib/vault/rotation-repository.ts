import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { keyRotations, transportKeys } from "./schema.ts";

/** How many things only one version of a key opens. */
export interface VersionCount {
  readonly kmsVersion: KeyVersionName;
  readonly count: number;
}

type CountRow = { kms_version: KeyVersionName; n: number };
const toCount = ({ kms_version, n }: CountRow): VersionCount => ({ kmsVersion: kms_version, count: n });

/** Everything in the key database that a key of Lock B wraps: credentials' data keys and likeness keys. */
export async function countWrapped(tx: KeyTransaction, wrap: KeyName): Promise<readonly VersionCount[]> {
  const { rows } = await tx.execute<CountRow>(sql`select kms_version, sum(n)::integer as n from (
      select kms_version, count(*) as n from wrapped_keys group by 1
      union all select kms_version, count(*) from token_keys group by 1
      union all select kms_version, count(*) from likeness_keys group by 1) as counted
    where starts_with(kms_version, ${`${wrap}/`}) group by 1 order by 1`);
  return rows.map(toCount);
}

/** The ciphertexts of a region by the transport key version that they are sealed to. */
export async function countSealed(
  tx: Transaction,
  region: string,
  transport: KeyName,
): Promise<readonly VersionCount[]> {
  const { rows } = await tx.execute<CountRow>(sql`
    select ${`${transport}/cryptoKeyVersions/`} || v.transport_kid as kms_version, count(*)::integer as n
    from (select tenant_id, credential_id, transport_kid from credential_versions
      union all select tenant_id, credential_id, transport_kid from connection_tokens) v
      join credentials c using (tenant_id, credential_id)
    where c.region = ${region} group by 1 order by 1`);
  return rows.map(toCount);
}

const keyRow = z.object({ tenant_id: idSchema("ten"), credential_id: idSchema("crd"), version: z.number() });

/** Data keys that another version than the present one wraps. */
export async function listWrappedByOthers(
  tx: KeyTransaction,
  wrap: KeyName,
  present: KeyVersionName,
  limit: number,
) {
  const { rows } = await tx.execute(sql`select tenant_id, credential_id, version from wrapped_keys
    where kms_version <> ${present} and starts_with(kms_version, ${`${wrap}/`})
    order by kms_version, tenant_id, credential_id limit ${limit}`);
  return rows.map((row) => {
    const { tenant_id: tenantId, credential_id: credentialId, version } = keyRow.parse(row);
    return { tenantId, credentialId, version };
  });
}

const likenessRow = z.object({ tenant_id: idSchema("ten"), region: z.string() });

export async function listLikenessKeysOfOthers(
  tx: KeyTransaction,
  wrap: KeyName,
  present: KeyVersionName,
  limit: number,
) {
  const { rows } = await tx.execute(sql`select tenant_id, region from likeness_keys
    where kms_version <> ${present} and starts_with(kms_version, ${`${wrap}/`})
    order by kms_version, tenant_id limit ${limit}`);
  return rows.map((row) => {
    const { tenant_id: tenantId, region } = likenessRow.parse(row);
    return { tenantId, region };
  });
}

export interface Progress {
  readonly keyName: KeyName;
  /** The version that everything is moved to. */
  readonly kmsVersion: KeyVersionName;
  readonly purpose: string;
  readonly remaining: number;
}

/** Writes how far a rotation is; `null` where nothing was and is to be moved. Tells when it begins and when it is done. */
export async function saveProgress(
  tx: Transaction,
  { keyName, kmsVersion, purpose, remaining }: Progress,
  at: Date,
): Promise<"begun" | "goingOn" | "finished" | null> {
  const row = and(eq(keyRotations.keyName, keyName), eq(keyRotations.kmsVersion, kmsVersion));
  const [before] = await tx.select().from(keyRotations).where(row).for("update");
  if (!before) {
    if (remaining === 0) return null;
    const begun = { keyName, kmsVersion, purpose, begunAt: at, total: remaining, remaining, countedAt: at };
    const inserted = await tx.insert(keyRotations).values(begun).onConflictDoNothing().returning();
    return inserted.length === 1 ? "begun" : "goingOn";
  }
  const finishedAt = remaining === 0 ? (before.finishedAt ?? at) : null;
  const total = Math.max(before.total, remaining);
  await tx.update(keyRotations).set({ remaining, total, finishedAt, countedAt: at }).where(row);
  return remaining === 0 && before.finishedAt === null ? "finished" : "goingOn";
}

export async function listRotations(tx: Transaction) {
  return tx.select().from(keyRotations).orderBy(desc(keyRotations.begunAt), keyRotations.keyName);
}

/**
 * Retires the region's older transport keys that nothing names any more: no ciphertext, and no page that may still
 * hand one in. An hour is added for one that is being stored at this moment. Returns their numbers.
 */
export async function retireUnused(
  tx: Transaction,
  region: string,
  newest: string,
  at: Date,
): Promise<readonly string[]> {
  const unused = sql`${transportKeys.kid}::bigint < ${newest}::bigint
    and not exists (select from credential_versions v join credentials c using (tenant_id, credential_id)
      where c.region = ${region} and v.transport_kid = ${transportKeys.kid})
    and not exists (select from connection_tokens t join credentials c using (tenant_id, credential_id)
      where c.region = ${region} and t.transport_kid = ${transportKeys.kid})
    and not exists (select from sealings s
      where s.region = ${region} and s.used_at is null and s.expires_at > now() - interval '1 hour'
        and coalesce(s.transport_kid, ${transportKeys.kid}) = ${transportKeys.kid})`;
  const retired = await tx
    .update(transportKeys)
    .set({ retiredAt: at })
    .where(and(eq(transportKeys.region, region), isNull(transportKeys.retiredAt), unused))
    .returning({ kid: transportKeys.kid });
  return retired.map(({ kid }) => kid);
}

/** What was published of a region's transport keys, the newest last. */
export async function listTransportKeys(tx: Transaction, region: string) {
  const { kid, retiredAt } = transportKeys;
  return tx
    .select({ kid, retiredAt })
    .from(transportKeys)
    .where(eq(transportKeys.region, region))
    .orderBy(sql`${kid}::bigint`);
}
