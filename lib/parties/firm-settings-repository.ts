import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/id.ts";
import type { FirmSettings } from "./firm-settings.ts";

const row = z.object({
  name: z.string(),
  region: z.string(),
  accent: z.string().nullable(),
  logo: z.string().nullable(),
  longest_retention_days: z.int(),
  revision: z.int(),
});

export async function findFirmSettings(tx: Transaction, tenantId: TenantId): Promise<FirmSettings> {
  const { rows } = await tx.execute(sql`select name, region, accent, logo, longest_retention_days, revision
    from tenants where tenant_id = ${tenantId}`);
  if (!rows[0]) throw new AppError("request.not_found");
  const { longest_retention_days: longestRetentionDays, ...firm } = row.parse(rows[0]);
  return { ...firm, longestRetentionDays };
}

/** Writes only over what the decision was based on. */
export async function saveFirmSettings(
  tx: Transaction,
  tenantId: TenantId,
  { name, accent, logo, longestRetentionDays, revision }: FirmSettings,
): Promise<void> {
  const { rows } = await tx.execute(sql`update tenants set name = ${name}, accent = ${accent}, logo = ${logo},
      longest_retention_days = ${longestRetentionDays}, revision = revision + 1
    where tenant_id = ${tenantId} and revision = ${revision} returning tenant_id`);
  if (rows.length !== 1) throw new AppError("firm.changed", { tenantId });
}
