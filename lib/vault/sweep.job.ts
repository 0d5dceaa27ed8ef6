import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { destroyCredential, rewrapCredential, sweepVault } from "./jobs.ts";
import type { Opener, RegionKeys } from "./sealer.ts";
import { deleteWrappedKeys } from "./wrapped-key-repository.ts";

const keyRow = z.object({
  tenant_id: idSchema("ten"),
  credential_id: idSchema("crd"),
  version: z.number(),
  kms_version: z.string(),
});
type KeyRow = z.output<typeof keyRow>;

const batch = 500;

/** Puts right what a crash between the two databases left, and takes up new versions of the wrapping keys. */
export const sweepVaultHandler = (opener: Opener, regions: readonly string[]) =>
  handle({
    job: sweepVault,
    authorise: async () => ({ run: true }),
    run: async (ctx, _payload, signal) => {
      requirePermission(ctx, "vault.sweep");
      await resumeDestructions(ctx);
      await removeOrphans(ctx, opener, signal);
      for (const region of regions) await takeUpNewVersion(ctx, opener, opener.keysOf(region));
    },
  });

async function resumeDestructions(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rows: stuck } = await tx.execute(sql`select tenant_id, credential_id from credentials
      where state = 'destroying' and destroying_at < now() - interval '5 minutes' limit ${batch}`);
    for (const row of stuck) {
      const { tenant_id, credential_id } = keyRow.pick({ tenant_id: true, credential_id: true }).parse(row);
      await enqueue(tx, destroyCredential, { tenantId: tenant_id, credentialId: credential_id });
    }
  });
}

/** A key older than an hour whose credential was never written, or is gone. Younger ones may be of a request under way. */
async function removeOrphans(ctx: Context, opener: Opener, signal: AbortSignal): Promise<void> {
  let after = "";
  for (;;) {
    signal.throwIfAborted();
    const keys = await keysAfter(opener, after);
    for (const row of await withoutCredential(ctx, keys)) {
      await inKeyTransaction(opener.keyDatabase, "licet_opener", row.tenant_id, (tx) =>
        deleteWrappedKeys(tx, row.credential_id),
      );
    }
    const last = keys.at(-1);
    if (!last || keys.length < batch) return;
    after = last.credential_id;
  }
}

async function keysAfter({ keyDatabase }: Opener, after: string): Promise<readonly KeyRow[]> {
  const { rows } = await inKeyTransaction(keyDatabase, "licet_system", null, (tx) =>
    tx.execute(sql`select tenant_id, credential_id, version, kms_version from wrapped_keys
      where created_at < now() - interval '1 hour' and credential_id > ${after}
      order by credential_id, version limit ${batch}`),
  );
  return rows.map((row) => keyRow.parse(row));
}

async function withoutCredential(ctx: Context, keys: readonly KeyRow[]): Promise<readonly KeyRow[]> {
  const ids = keys.map(({ credential_id }) => credential_id);
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ credential_id: string }>(sql`select distinct credential_id from credential_versions
      where credential_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`),
  );
  const known = new Set(rows.map(({ credential_id }) => credential_id));
  return keys.filter(({ credential_id }) => !known.has(credential_id));
}

async function takeUpNewVersion(ctx: Context, opener: Opener, { wrap }: RegionKeys): Promise<void> {
  const present = await opener.kms.primaryVersion(wrap);
  const { rows } = await inKeyTransaction(opener.keyDatabase, "licet_system", null, (tx) =>
    tx.execute(sql`select tenant_id, credential_id, version, kms_version from wrapped_keys
      where kms_version <> ${present} and starts_with(kms_version, ${`${wrap}/`})
      order by kms_version, tenant_id, credential_id limit ${batch}`),
  );
  await inTransaction(ctx, async (tx) => {
    for (const row of rows.map((one) => keyRow.parse(one))) {
      const { tenant_id: tenantId, credential_id: credentialId, version } = row;
      await enqueue(tx, rewrapCredential, { tenantId, credentialId, version });
    }
  });
}
