import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ActId } from "#lib/kernel/id.ts";
import type { ActKind, ActState, StaffAct } from "./oversight.ts";
import { toAct } from "./repository.ts";
import { staffActs } from "./schema.ts";

const lapsed = sql`${staffActs.state} = 'proposed' and ${staffActs.lapsesAt} <= clock_timestamp()`;
const stateNow = sql<ActState>`case when ${lapsed} then 'lapsed' else ${staffActs.state} end`;

/** The newest first, those after `after`, with the state that they are in now. */
export async function listActsSeen(
  tx: Transaction,
  { kind, state }: { readonly kind?: ActKind; readonly state?: ActState },
  after: ActId | null,
  limit: number,
): Promise<readonly StaffAct[]> {
  const conditions: (SQL | undefined)[] = [
    kind && eq(staffActs.kind, kind),
    state && sql`${stateNow} = ${state}`,
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
