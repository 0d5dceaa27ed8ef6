import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { cleanPng } from "#lib/files/png.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { brandChanged } from "./audit-events.ts";
import { brandFields, type ChangeBrand, type FirmSettings } from "./firm-settings.ts";
import { findFirmSettings, saveFirmSettings } from "./firm-settings-repository.ts";

/** As base64 it fits into the column, whose check holds the same. */
const logoBounds = { smallest: 32, largest: 512, mostBytes: 24_000 };

/**
 * Name, colour and logo as everybody of the firm and every investor sees them from the commit on. What was agreed to
 * keeps the name that was read. A logo is a PNG and nothing else: it is painted on every page.
 */
export async function changeBrand(
  ctx: Context,
  { revision, name, accent, logo, removeLogo }: ChangeBrand,
): Promise<void> {
  const { tenantId } = requirePerson(ctx, "firmSettings.change");
  requireFreshAuthentication(ctx);
  const brought = logo === "" ? null : toDataUrl(Buffer.from(logo, "base64"));

  await inTransaction(ctx, async (tx) => {
    const before = await findFirmSettings(tx, tenantId);
    if (before.revision !== revision) throw new AppError("firm.changed", { tenantId });
    const kept = removeLogo === "yes" ? null : before.logo;
    const after: FirmSettings = { ...before, name, accent, logo: brought ?? kept };
    const fields = brandFields.filter((field) => before[field] !== after[field]);
    if (fields.length === 0) return;
    await saveFirmSettings(tx, tenantId, after);
    await appendAudit(tx, ctx, brandChanged({ fields }));
  });
}

function toDataUrl(given: Buffer): string {
  const png = cleanPng(given, logoBounds);
  if (png === null) throw new AppError("firm.logo_unusable");
  return `data:image/png;base64,${png.toString("base64")}`;
}
