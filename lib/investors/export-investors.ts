import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idsNarrowedTo } from "#lib/audit/narrowed.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { everyRow } from "#lib/kernel/in-pieces.ts";
import { investorListExported } from "./audit-events.ts";
import { type InvestorsAsked, readInvestors, wantedOf } from "./list-investors.ts";
import { countInvestorsSeen } from "./repository.ts";
import type { InvestorRowView } from "./view.ts";

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
  await inSearchTransaction(ctx, async (tx) => {
    const rows = await countInvestorsSeen(tx, wanted);
    const ids = idsNarrowedTo([wanted.personId]);
    await appendAudit(tx, ctx, investorListExported({ filters: Object.keys(filters).sort(), ids, rows }));
  });
  yield* everyRow((after: PersonId | null, size) =>
    inSearchTransaction(ctx, (tx) => readInvestors(tx, wanted, after, size)),
  );
}
