import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listNames } from "#lib/identity/list-names.ts";
import type { ActId } from "#lib/kernel/id.ts";
import { listActsSeen } from "./list-repository.ts";
import type { ActKind, ActState } from "./oversight.ts";
import { namesOf, peopleOf, said } from "./said.ts";
import type { ActRowView } from "./view.ts";

const pageSize = 50;

export interface ActFilter {
  readonly kind?: ActKind;
  readonly state?: ActState;
}

export interface ActPage {
  readonly rows: readonly ActRowView[];
  /** The last row of this page where another one follows. */
  readonly next: ActId | null;
}

/** The firm's acts, the newest first, those after `after`. One past its time counts as lapsed, noted or not. */
export async function listActs(ctx: Context, filter: ActFilter, after: ActId | null): Promise<ActPage> {
  requirePermission(ctx, "oversight.read");
  return inTransaction(ctx, async (tx) => {
    const found = await listActsSeen(tx, filter, after, pageSize + 1);
    const acts = found.slice(0, pageSize);
    const named = namesOf(await listNames(tx, ctx, acts.flatMap(peopleOf)));
    const rows = acts.map((act) => ({
      ...{ id: act.actId, kind: act.kind, reason: act.reason, state: act.state, count: act.planned },
      proposed: said(act.proposed, named),
      decided: act.decided && said(act.decided, named),
      finishedAt: act.finishedAt?.toISOString() ?? null,
    }));
    return { rows, next: found.length > pageSize ? (acts.at(-1)?.actId ?? null) : null };
  });
}
