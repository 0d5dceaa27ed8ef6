import { asc, getTableColumns, ne, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { keyVersions } from "./schema.ts";
import type { KeyState } from "./view.ts";

export type InventoryRow = Omit<typeof keyVersions.$inferSelect, "compromisedAt">;

/** What the last inventory said of each version, and what an operator said. */
export async function readFindings(tx: Transaction) {
  const rows = await tx
    .select({
      kmsVersion: keyVersions.kmsVersion,
      state: keyVersions.state,
      compromisedAt: keyVersions.compromisedAt,
    })
    .from(keyVersions);
  type Finding = { readonly state: KeyState; readonly compromisedAt: Date | null };
  return new Map<KeyVersionName, Finding>(rows.map(({ kmsVersion, ...finding }) => [kmsVersion, finding]));
}

/** Replaces the inventory; what an operator said of a version stays. Column by column, as the grants are. */
export async function saveInventory(tx: Transaction, rows: readonly InventoryRow[], asOf: Date) {
  for (const row of rows) {
    await tx.execute(sql`insert into ${keyVersions} (kms_version, key_name, purpose, region, algorithm,
        protection_level, kms_state, state, is_primary, created_at, destroys_at, in_use, next_step, as_of)
      values (${row.kmsVersion}, ${row.keyName}, ${row.purpose}, ${row.region}, ${row.algorithm},
        ${row.protectionLevel}, ${row.kmsState}, ${row.state}, ${row.isPrimary}, ${row.createdAt},
        ${row.destroysAt}, ${row.inUse}, ${row.nextStep}, ${row.asOf})
      on conflict (kms_version) do update set key_name = excluded.key_name, purpose = excluded.purpose,
        region = excluded.region, algorithm = excluded.algorithm, protection_level = excluded.protection_level,
        kms_state = excluded.kms_state, state = excluded.state, is_primary = excluded.is_primary,
        created_at = excluded.created_at, destroys_at = excluded.destroys_at, in_use = excluded.in_use,
        next_step = excluded.next_step, as_of = excluded.as_of`);
  }
  // Keys that the configuration does not name any more.
  await tx.delete(keyVersions).where(ne(keyVersions.asOf, asOf));
}

export async function listInventory(tx: Transaction): Promise<readonly InventoryRow[]> {
  const { compromisedAt: _, ...columns } = getTableColumns(keyVersions);
  return tx
    .select(columns)
    .from(keyVersions)
    .orderBy(asc(keyVersions.keyName), sql`substring(${keyVersions.kmsVersion} from '[0-9]+$')::bigint desc`);
}
