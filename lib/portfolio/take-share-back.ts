import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { removeDeclaration, seesDeclaration } from "#lib/records/declarations.ts";
import type { TakeShareBack } from "./asset-forms.ts";
import { shareTakenBack } from "./declaration-events.ts";

/** Counts an account whole again. */
export async function takeShareBack(ctx: Context, { accountId, version }: TakeShareBack): Promise<void> {
  requirePermission(ctx, "declaration.make");
  await inTransaction(ctx, async (tx) => {
    if (!(await seesDeclaration(tx, ctx, accountId)))
      throw new AppError("declaration.not_found", { accountId });
    await removeDeclaration(tx, ctx, { subjectId: accountId, version });
    await appendAudit(tx, ctx, shareTakenBack({ accountId }));
  });
}
