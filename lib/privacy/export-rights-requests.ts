import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { RightsAsked } from "./list-rights-requests.ts";
import { rightsListExported } from "./rights-events.ts";
import { countRequestsSeen, listRequestsSeen, type RightsWanted } from "./rights-repository.ts";
import { dayOf } from "./rights-request.ts";
import type { RightsRequestView } from "./rights-view.ts";
import { toRightsView } from "./to-rights-view.ts";

const perPiece = 500;

/**
 * The same register whole, as it is read. It needs a fresh proof of who asks, and that it left is written, with how many
 * rows it was to have, before the first of them does.
 */
export async function* exportRightsRequests(
  ctx: Context,
  { standing, kind }: Pick<RightsAsked, "standing" | "kind">,
): AsyncGenerator<RightsRequestView> {
  requirePerson(ctx, "privacy.answerRights");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const rows = await countRequestsSeen(tx, { standing, kind });
    const filters = ["standing", ...(kind ? ["kind"] : [])];
    await appendAudit(tx, ctx, rightsListExported({ filters, rows }));
  });
  const today = dayOf(ctx.clock.now());
  let after: RightsWanted["after"] = null;
  do {
    const wanted: RightsWanted = { standing, kind, investorId: null, after };
    const rows = await inTransaction(ctx, (tx) => listRequestsSeen(tx, wanted, perPiece));
    for (const row of rows) yield toRightsView(row, today);
    const last = rows.length < perPiece ? undefined : rows.at(-1);
    after = last ? { day: standing === "open" ? last.due_on : last.received_on, id: last.id } : null;
  } while (after !== null);
}
