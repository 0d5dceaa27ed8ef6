import type { Context } from "#lib/access/context.ts";
import { mayDo, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { countProposedByOthers } from "./list-repository.ts";

/** How many acts wait for the reader as a second person; none for whoever could not be one. */
export async function countWaiting(ctx: Context): Promise<number> {
  if (!mayDo(ctx.actor.type, "oversight.decide")) return 0;
  const { personId } = requirePerson(ctx, "oversight.decide");
  return inTransaction(ctx, (tx) => countProposedByOthers(tx, personId));
}
