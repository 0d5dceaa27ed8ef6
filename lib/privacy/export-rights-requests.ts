import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { everyRow } from "#lib/kernel/in-pieces.ts";
import { type RightsAsked, readRequests } from "./list-rights-requests.ts";
import { rightsListExported } from "./rights-events.ts";
import { countRequestsSeen } from "./rights-repository.ts";
import type { RightsRequestView } from "./rights-view.ts";

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
  yield* everyRow((after: RightsAsked["after"], size) => readRequests(ctx, { standing, kind, after }, size));
}
