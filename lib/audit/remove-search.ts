import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { appendAudit } from "./append.ts";
import { searchRemoved } from "./log-events.ts";
import { deleteSavedSearch } from "./search-repository.ts";

export const RemoveSearch = z.strictObject({ searchId: idSchema("asr") });
export type RemoveSearch = z.output<typeof RemoveSearch>;

/** Row security makes another's search indistinguishable from none. */
export async function removeSearch(ctx: Context, { searchId }: RemoveSearch): Promise<void> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSavedSearch(tx, tenantId, searchId)))
      throw new AppError("audit.search_not_found", { searchId });
    await appendAudit(tx, ctx, searchRemoved({ searchId }));
  });
}
