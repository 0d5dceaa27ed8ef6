import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { placeSchema, placeText } from "./place.ts";
import { listReviewed, type Reviewed } from "./review-repository.ts";
import type { ReviewedView, ReviewPageView } from "./review-view.ts";
import { type DisclosurePeriod, disclosurePeriods } from "./view.ts";

const dayMs = 24 * 3_600_000;
const daysOf = { week: 7, month: 30, year: 365 } as const;

const askedSchema = z.object({
  period: z.enum(disclosurePeriods).catch("week"),
  viewerId: z
    .union([idSchema("per"), idSchema("cli")])
    .nullable()
    .catch(null),
  after: placeSchema.nullable().catch(null),
});
export type ReviewAsked = z.output<typeof askedSchema>;

/** What an address asks; what it says wrongly counts as not said. */
export const parseReviewAsked = (query: Readonly<Record<string, string | null | undefined>>): ReviewAsked =>
  askedSchema.parse({ period: query.when, viewerId: query.who ?? null, after: query.after ?? null });

/** Since when rows are looked at, or `null` for as far as the list goes back. */
export const sinceOf = (period: DisclosurePeriod, now: Date): Date | null =>
  period === "all" ? null : new Date(now.getTime() - daysOf[period] * dayMs);

/**
 * For compliance: who was shown data of one investor, when, in which way and under which consents, each time a row of
 * its own. Which accounts and which kinds of data it was is the investor's to know: the database shows it to no staff. Reading it leaves an event.
 */
export async function reviewDisclosures(
  ctx: Context,
  investorId: PersonId,
  { period, viewerId, after }: ReviewAsked,
  size: RowsPerPage = usualRows,
): Promise<ReviewPageView> {
  requirePermission(ctx, "disclosure.review");
  const from = sinceOf(period, ctx.clock.now());
  return inSearchTransaction(ctx, async (tx) => {
    await appendAudit(tx, ctx, staffLooked({ what: "investor", id: investorId }));
    const wanted = { investorId, from, viewerId, behind: after };
    const { page, last } = cutPage(await listReviewed(tx, wanted, size + 1), size);
    const names = await listAdvisorNames(tx, ctx);
    return { rows: page.map((row) => toReviewedView(row, names)), next: last && placeText(last) };
  });
}

export const toReviewedView = (
  { disclosureId, viewerType, viewerId, what, consentIds, at, eventId }: Reviewed,
  names: ReadonlyMap<string, string>,
): ReviewedView => ({
  id: disclosureId,
  viewer: { id: viewerId, type: viewerType, name: names.get(viewerId) ?? null },
  ...{ what, consentIds, eventId },
  at: at.toISOString(),
});
