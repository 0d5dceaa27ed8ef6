import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import type { Ask } from "./ask.ts";
import { listAsksOf, listOpenAsks } from "./repository.ts";
import type { OwnAskView } from "./view.ts";

/** What advisors ask of the acting investor and is still to be done, the newest first. */
export async function listOwnAsks(ctx: Context): Promise<readonly OwnAskView[]> {
  const { personId } = requirePerson(ctx, "ownAsk.read");
  return inTransaction(ctx, async (tx) => {
    const names = await listAdvisorNames(tx, ctx);
    return (await listOpenAsks(tx, personId)).map((ask) => toView(ask, names));
  });
}

/** The last time of everything that was ever asked, done or not: for the investor's copy of what is kept of them. */
export async function listEveryOwnAsk(ctx: Context): Promise<readonly OwnAskView[]> {
  const { personId } = requirePerson(ctx, "ownAsk.read");
  return inTransaction(ctx, async (tx) => {
    const names = await listAdvisorNames(tx, ctx);
    return (await listAsksOf(tx, personId)).map((ask) => toView(ask, names));
  });
}

const toView = ({ what, about, askedAt, askedBy }: Ask, names: ReadonlyMap<string, string>): OwnAskView => ({
  ...{ what, about, at: askedAt.toISOString() },
  by: names.get(askedBy) ?? null,
});
