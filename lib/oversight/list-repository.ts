import { and, desc, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ActId, PersonId } from "#lib/kernel/id.ts";
import { type ActKind, type ActState, lapseAfterMs, type StaffAct } from "./oversight.ts";
import { toAct } from "./repository.ts";
import { staffActs } from "./schema.ts";

const lapsed = sql`(${staffActs.state} = 'proposed' and ${staffActs.lapsesAt} <= clock_timestamp()
  or ${staffActs.state} = 'stopped'
    and ${staffActs.stoppedAt} <= clock_timestamp() - make_interval(secs => ${lapseAfterMs / 1_000}))`;
const stateNow = sql<ActState>`case when ${lapsed} then 'lapsed' else ${staffActs.state} end`;

interface Wanted {
  readonly kind?: ActKind;
  readonly state?: ActState;
}

const conditionsOf = ({ kind, state }: Wanted): (SQL | undefined)[] => [
  kind && eq(staffActs.kind, kind),
  state && sql`${stateNow} = ${state}`,
];

/** The newest first, those after `after`, with the state that they are in now. */
export async function listActsSeen(
  tx: Transaction,
  wanted: Wanted,
  after: ActId | null,
  limit: number,
): Promise<readonly StaffAct[]> {
  const conditions: (SQL | undefined)[] = [
    ...conditionsOf(wanted),
    after === null
      ? undefined
      : sql`(${staffActs.proposedAt}, ${staffActs.actId}) < (select a.proposed_at, a.act_id from staff_acts a
          where a.tenant_id = ${staffActs.tenantId} and a.act_id = ${after})`,
  ];
  const rows = await tx
    .select({ row: staffActs, stateNow })
    .from(staffActs)
    .where(and(...conditions))
    .orderBy(desc(staffActs.proposedAt), desc(staffActs.actId))
    .limit(limit);
  return rows.map(({ row, stateNow: now }) => ({ ...toAct(row), state: now }));
}

export async function countActsSeen(tx: Transaction, wanted: Wanted): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::integer` })
    .from(staffActs)
    .where(and(...conditionsOf(wanted)));
  return row?.n ?? 0;
}

/** Those that wait for a second person and that somebody else proposed. */
export async function countProposedByOthers(tx: Transaction, personId: PersonId): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::integer` })
    .from(staffActs)
    .where(
      and(sql`${stateNow} = 'proposed'`, eq(staffActs.state, "proposed"), ne(staffActs.proposedBy, personId)),
    );
  return row?.n ?? 0;
}
