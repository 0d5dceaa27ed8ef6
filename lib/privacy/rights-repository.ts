import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId, RightsRequestId } from "#lib/kernel/id.ts";
import type { RightsRequest } from "./rights-request.ts";
import { rightsRequests as requests } from "./rights-schema.ts";
import { refusalReasons, rightsChannels, rightsKinds } from "./rights-view.ts";

export async function insertRequest(tx: Transaction, request: RightsRequest): Promise<void> {
  await tx.insert(requests).values(request);
}

/** Row security makes another firm's indistinguishable from none. */
export async function lockRequest(tx: Transaction, requestId: RightsRequestId): Promise<RightsRequest> {
  const [row] = await tx
    .select()
    .from(requests)
    .where(eq(requests.requestId, requestId))
    .for("no key update");
  if (!row) throw new AppError("privacy.request_not_found", { requestId });
  return row;
}

/** What may change of one: when it is due, and its answer. It is written only while it is open. */
export async function saveRequest(tx: Transaction, request: RightsRequest): Promise<void> {
  const { requestId, dueOn, extendedAt, outcome, reason, closedBy, closedAt } = request;
  const written = await tx
    .update(requests)
    .set({ dueOn, extendedAt, outcome, reason, closedBy, closedAt })
    .where(and(eq(requests.requestId, requestId), isNull(requests.closedAt)))
    .returning({ requestId: requests.requestId });
  if (written.length !== 1) throw new AppError("privacy.request_changed", { requestId });
}

/** The acting investor's own, the oldest first. */
export async function listOwnRequests(tx: Transaction): Promise<readonly RightsRequest[]> {
  return tx.select().from(requests).orderBy(asc(requests.recordedAt), asc(requests.requestId));
}

/** Whether an investor of this identifier is of the actor's firm. */
export async function isInvestor(tx: Transaction, personId: PersonId): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from people where person_id = ${personId} and role = 'investor'`,
  );
  return rows.length > 0;
}

const day = z.iso.date();
const listedRow = z.object({
  id: z.string(),
  investor_id: z.string(),
  investor_name: z.string().nullable(),
  kind: z.enum(rightsKinds),
  channel: z.enum(rightsChannels),
  received_on: day,
  due_on: day,
  is_extended: z.boolean(),
  outcome: z.enum(["granted", "refused"]).nullable(),
  reason: z.enum(refusalReasons).nullable(),
  closed_at: z.coerce.date().nullable(),
});
export type ListedRequest = z.output<typeof listedRow>;

export interface RightsWanted {
  readonly standing: "open" | "closed" | null;
  readonly kind: string | null;
  readonly investorId: PersonId | null;
  /** The last row of the page before. */
  readonly after: { readonly day: string; readonly id: string } | null;
}

/**
 * What was noted and what investors began themselves, as one list: of an erasure the answer is its last mail. Open ones
 * by when they are due, closed ones the latest first.
 */
export async function listRequestsSeen(
  tx: Transaction,
  { standing, kind, investorId, after }: RightsWanted,
  limit: number,
): Promise<readonly ListedRequest[]> {
  const isRising = standing === "open";
  const key = isRising ? sql`r.due_on` : sql`r.received_on`;
  const direction = sql.raw(isRising ? "asc" : "desc");
  const conditions: SQL[] = [sql`true`];
  if (standing)
    conditions.push(standing === "open" ? sql`r.closed_at is null` : sql`r.closed_at is not null`);
  if (kind) conditions.push(sql`r.kind = ${kind}`);
  if (investorId) conditions.push(sql`r.investor_id = ${investorId}`);
  if (after) {
    conditions.push(sql`(${key}, r.id) ${sql.raw(isRising ? ">" : "<")} (${after.day}::date, ${after.id})`);
  }
  const { rows } = await tx.execute(sql`
    select r.id, r.investor_id, nullif(p.name, '–') as investor_name, r.kind, r.channel,
      r.received_on::text, r.due_on::text, r.is_extended, r.outcome, r.reason, r.closed_at
    from (
      select tenant_id, request_id as id, investor_id, kind, channel, received_on, due_on,
        extended_at is not null as is_extended, outcome, reason, closed_at
      from rights_requests
      union all
      select e.tenant_id, e.erasure_id, e.investor_id, 'erasure', 'selfService',
        (e.begun_at at time zone 'UTC')::date,
        ((e.begun_at at time zone 'UTC')::date + interval '1 month')::date, false,
        case when n.settled_at is null then null else 'granted' end, null, n.settled_at
      from erasures e left join erasure_obligations n on n.tenant_id = e.tenant_id
        and n.erasure_id = e.erasure_id and n.kind = 'notice') r
    left join people p on p.tenant_id = r.tenant_id and p.person_id = r.investor_id
    where ${sql.join(conditions, sql` and `)}
    order by ${key} ${direction}, r.id ${direction} limit ${limit}`);
  return rows.map((row) => listedRow.parse(row));
}

export async function countRequestsSeen(
  tx: Transaction,
  wanted: Pick<RightsWanted, "standing" | "kind">,
): Promise<number> {
  return (await listRequestsSeen(tx, { ...wanted, investorId: null, after: null }, mostCounted)).length;
}

/** Far more than a firm is asked in two years. */
const mostCounted = 100_000;
