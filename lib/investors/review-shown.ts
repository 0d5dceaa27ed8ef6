import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { type ReviewAsked, reviewDisclosures } from "#lib/disclosures/review-disclosures.ts";
import type { ReviewPageView } from "#lib/disclosures/review-view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { RowsPerPage } from "#lib/kernel/rows-per-page.ts";
import { listInvestorsSeen } from "./repository.ts";

export interface ShownView extends ReviewPageView {
  readonly investorId: string;
  /** `null` where it has been erased. */
  readonly investorName: string | null;
}

/** Who was shown data of one investor. Of another firm's there is nothing to be found. */
export async function reviewShown(
  ctx: Context,
  investorId: PersonId,
  asked: ReviewAsked,
  rows?: RowsPerPage,
): Promise<ShownView> {
  const investorName = await readInvestorName(ctx, investorId);
  return { investorId, investorName, ...(await reviewDisclosures(ctx, investorId, asked, rows)) };
}

/** What an investor of the firm is called, so that a list about nobody is not an empty one. */
export async function readInvestorName(ctx: Context, investorId: PersonId): Promise<string | null> {
  requirePermission(ctx, "investor.read");
  const wanted = { words: [], personId: investorId, about: null };
  const [row] = await inSearchTransaction(ctx, (tx) => listInvestorsSeen(tx, wanted, null, 1));
  if (!row) throw new AppError("identity.person_not_found", { investorId });
  return row.name;
}
