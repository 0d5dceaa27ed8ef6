import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { listNames } from "#lib/identity/list-names.ts";
import type { ActId } from "#lib/kernel/id.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { listActsSeen } from "./list-repository.ts";
import type { ActKind, ActState } from "./oversight.ts";
import { namesOf, peopleOf, said } from "./said.ts";
import type { ActRowView } from "./view.ts";

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
export async function listActs(
  ctx: Context,
  filter: ActFilter,
  after: ActId | null,
  size: RowsPerPage = usualRows,
): Promise<ActPage> {
  requirePermission(ctx, "oversight.read");
  return inSearchTransaction(ctx, (tx) => readActRows(tx, ctx, filter, after, size));
}

export async function readActRows(
  tx: Transaction,
  ctx: Context,
  filter: ActFilter,
  after: ActId | null,
  size: number,
): Promise<ActPage> {
  const { page: acts, last } = cutPage(await listActsSeen(tx, filter, after, size + 1), size);
  const named = namesOf(await listNames(tx, ctx, acts.flatMap(peopleOf)));
  const rows = acts.map((act) => ({
    ...{ id: act.actId, kind: act.kind, reason: act.reason, state: act.state, count: act.planned },
    proposed: said(act.proposed, named),
    decided: act.decided && said(act.decided, named),
    finishedAt: act.finishedAt?.toISOString() ?? null,
  }));
  return { rows, next: last?.actId ?? null };
}
