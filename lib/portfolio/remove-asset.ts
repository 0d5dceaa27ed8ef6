import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { removeDeclaration, seesDeclaration } from "#lib/records/declarations.ts";
import type { RemoveAsset } from "./asset-forms.ts";
import { assetRemoved } from "./declaration-events.ts";

/** Removes a thing with all its values, as it was seen. Nothing of it is kept. */
export async function removeAsset(ctx: Context, { assetId, version }: RemoveAsset): Promise<void> {
  requirePermission(ctx, "declaration.make");
  await inTransaction(ctx, async (tx) => {
    if (!(await seesDeclaration(tx, ctx, assetId))) throw new AppError("declaration.not_found", { assetId });
    await removeDeclaration(tx, ctx, { subjectId: assetId, version });
    await appendAudit(tx, ctx, assetRemoved({ assetId }));
  });
}
