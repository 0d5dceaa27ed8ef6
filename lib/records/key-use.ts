import { sql } from "drizzle-orm";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Database } from "#lib/db/database.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { bookKeys, recordKeys } from "./schema.ts";

/** How many investors' or firms' keys each version of a KMS key wraps. */
export async function countKeysUnder(
  ctx: Context,
  keyDatabase: Database,
  table: "records" | "book",
  keyName: KeyName,
): Promise<ReadonlyMap<KeyVersionName, number>> {
  requirePermission(ctx, "keys.list");
  const { rows } = await inKeyTransaction(keyDatabase, "licet_system", null, (tx) =>
    tx.execute<{ kms_version: KeyVersionName; n: number }>(sql`select kms_version, count(*)::integer as n
      from ${table === "records" ? recordKeys : bookKeys}
      where starts_with(kms_version, ${`${keyName}/`}) group by 1`),
  );
  return new Map(rows.map(({ kms_version, n }) => [kms_version, n]));
}
