import { sql } from "drizzle-orm";
import { z } from "zod";
import type { KeyTransaction } from "#lib/access/key-transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema } from "#lib/kernel/id.ts";

const keyRow = z.object({
  tenant_id: idSchema("ten"),
  credential_id: idSchema("crd"),
  version: z.number(),
});

const toKey = (row: unknown) => {
  const { tenant_id: tenantId, credential_id: credentialId, version } = keyRow.parse(row);
  return { tenantId, credentialId, version };
};
/** One data key in the key database, by what it is for. */
export type KeyPlace = ReturnType<typeof toKey>;

/** Deletions that somebody asked for five minutes ago and that are not done. */
export async function listStuckDestructions(tx: Transaction, limit: number) {
  const { rows } = await tx.execute(sql`select tenant_id, credential_id, version from credentials
    where state = 'destroying' and destroying_at < now() - interval '5 minutes' limit ${limit}`);
  return rows.map(toKey);
}

/** Keys older than an hour, in order. Younger ones may be of a request under way. */
export async function listKeysAfter(tx: KeyTransaction, after: KeyPlace | null, limit: number) {
  const { tenantId, credentialId, version } = after ?? { tenantId: "", credentialId: "", version: 0 };
  const { rows } = await tx.execute(sql`select tenant_id, credential_id, version from wrapped_keys
    where created_at < now() - interval '1 hour'
      and (tenant_id, credential_id, version) > (${tenantId}, ${credentialId}, ${version}::integer)
    order by tenant_id, credential_id, version limit ${limit}`);
  return rows.map(toKey);
}

/** Those of the keys for which no ciphertext is kept: it was never written, was replaced, or is gone. */
export async function withoutCiphertext(tx: Transaction, keys: readonly KeyPlace[]) {
  const asked = JSON.stringify(keys.map(({ credentialId, version }) => [credentialId, version]));
  const { rows } = await tx.execute<{ place: number }>(sql`select (asked.at - 1)::integer as place
    from jsonb_array_elements(${asked}::jsonb) with ordinality as asked(key, at)
    where not exists (select from credential_versions v
      where v.credential_id = asked.key ->> 0 and v.version = (asked.key ->> 1)::integer)`);
  const places = new Set(rows.map(({ place }) => place));
  return keys.filter((_, place) => places.has(place));
}

/** Pages that were opened and never used. */
export async function deleteUnusedSealings(tx: Transaction): Promise<void> {
  await tx.execute(sql`delete from sealings where used_at is null and expires_at < now() - interval '1 day'`);
}
