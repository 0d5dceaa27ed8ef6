import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { retentionChanged } from "./audit-events.ts";
import type { ChangeRetention } from "./firm-settings.ts";
import { findFirmSettings, saveFirmSettings } from "./firm-settings-repository.ts";

/**
 * From the commit on nothing is asked for that is kept longer. What an investor agreed to before stays as they agreed to
 * it, longer or shorter: a firm changes what it asks, never what was given.
 */
export async function changeRetention(
  ctx: Context,
  { revision, longestRetentionDays }: ChangeRetention,
): Promise<void> {
  const { tenantId } = requirePerson(ctx, "firmSettings.change");
  requireFreshAuthentication(ctx);

  await inTransaction(ctx, async (tx) => {
    const before = await findFirmSettings(tx, tenantId);
    if (before.revision !== revision) throw new AppError("firm.changed", { tenantId });
    const [fromDays, toDays] = [before.longestRetentionDays, longestRetentionDays];
    if (fromDays === toDays) return;
    await saveFirmSettings(tx, tenantId, { ...before, longestRetentionDays });
    await appendAudit(tx, ctx, retentionChanged({ fromDays, toDays }));
  });
}
