import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { sinceOf } from "./review-disclosures.ts";
import { countReviewed } from "./review-repository.ts";

/** How often anybody was shown data of one investor in the last seven days. */
export async function countShownInWeek(tx: Transaction, ctx: Context, investorId: PersonId): Promise<number> {
  requirePermission(ctx, "disclosure.review");
  const from = sinceOf("week", ctx.clock.now());
  return countReviewed(tx, { investorId, from, viewerId: null, behind: null });
}
