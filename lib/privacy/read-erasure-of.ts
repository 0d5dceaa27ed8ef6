import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { findErasureOf } from "./repository.ts";
import { toErasureView } from "./to-erasure-view.ts";
import type { ErasureView } from "./view.ts";

/** The erasure of one investor with its ledger; `null` where none was begun. */
export async function readErasureOf(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<ErasureView | null> {
  requirePermission(ctx, "privacy.readErasures");
  const found = await findErasureOf(tx, investorId);
  return found && toErasureView(found);
}
