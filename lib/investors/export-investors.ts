import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { investorListExported } from "./audit-events.ts";
import { type InvestorsAsked, toRowView, wantedOf } from "./list-investors.ts";
import { countInvestorsSeen, type InvestorRow, listInvestorsSeen } from "./repository.ts";
import type { InvestorRowView } from "./view.ts";

const perPiece = 500;

/**
 * The same list whole, as it is read. It needs a fresh proof of who asks, and that it left is written, with how many
 * rows it was to have, before the first of them does.
 */
export async function* exportInvestors(
  ctx: Context,
  filters: InvestorsAsked["filters"],
): AsyncGenerator<InvestorRowView> {
  requirePermission(ctx, "investor.read");
  requireFreshAuthentication(ctx);
  const wanted = wantedOf(filters);
  await inTransaction(ctx, async (tx) => {
    const rows = await countInvestorsSeen(tx, wanted);
    await appendAudit(tx, ctx, investorListExported({ filters: Object.keys(filters).sort(), rows }));
  });
  let after: PersonId | null = null;
  do {
    const place: PersonId | null = after;
    const found: readonly InvestorRow[] = await inTransaction(ctx, (tx) =>
      listInvestorsSeen(tx, wanted, place, perPiece),
    );
    for (const row of found) yield toRowView(row);
    after = found.length < perPiece ? null : (found.at(-1)?.person_id ?? null);
  } while (after !== null);
}
