import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { everyRow } from "#lib/kernel/in-pieces.ts";
import { cutPage } from "#lib/kernel/rows-per-page.ts";
import { disclosuresReviewExported } from "./audit-events.ts";
import type { Place } from "./place.ts";
import { type ReviewAsked, sinceOf, toReviewedView } from "./review-disclosures.ts";
import { countReviewed, listReviewed } from "./review-repository.ts";
import type { ReviewedView } from "./review-view.ts";

/**
 * The same list whole, as it is read. It needs a fresh proof of who asks, and that it left is written, with how many rows
 * it was to have, before the first of them does.
 */
export async function* exportReviewed(
  ctx: Context,
  investorId: PersonId,
  { period, viewerId }: Pick<ReviewAsked, "period" | "viewerId">,
): AsyncGenerator<ReviewedView> {
  requirePermission(ctx, "disclosure.review");
  requireFreshAuthentication(ctx);
  const wanted = { investorId, from: sinceOf(period, ctx.clock.now()), viewerId };
  const names = await inSearchTransaction(ctx, async (tx) => {
    const rows = await countReviewed(tx, { ...wanted, behind: null });
    await appendAudit(tx, ctx, disclosuresReviewExported({ investorId, period, viewerId, rows }));
    return listAdvisorNames(tx, ctx);
  });
  yield* everyRow(async (behind: Place | null, size) => {
    const found = await inSearchTransaction(ctx, (tx) => listReviewed(tx, { ...wanted, behind }, size + 1));
    const { page, last } = cutPage(found, size);
    return { rows: page.map((row) => toReviewedView(row, names)), last };
  });
}
