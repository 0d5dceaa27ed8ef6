import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { type EventId, idSchema, type PersonId } from "#lib/kernel/id.ts";

const body = z.object({
  actor: z.object({ session: z.string().nullable() }),
  facts: z.record(z.string(), z.unknown()),
});
const row = z.object({
  event_id: idSchema("evt"),
  occurred_at: z.coerce.date(),
  type: z.string(),
  body: z.instanceof(Uint8Array),
});

export interface SignInAct {
  readonly eventId: EventId;
  readonly at: Date;
  readonly type: string;
  /** The session in which it was, or that it was about. */
  readonly sessionId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * What somebody did to sign in and with it, what they were refused, and what others did to their access: the newest
 * first, behind `after`. The conditions are word for word those of the two indexes of drizzle/data/0045_staff.sql and
 * 0049_acts_end_in_time.sql.
 */
export async function listSignInActs(
  tx: Transaction,
  personId: PersonId,
  { after, size }: { readonly after: EventId | null; readonly size: number },
): Promise<readonly SignInAct[]> {
  const later = after
    ? sql`and (occurred_at, event_id) < (select e.occurred_at, e.event_id from audit_events e
        where e.tenant_id = app_tenant() and e.event_id = ${after})`
    : sql``;
  const { rows } = await tx.execute(sql`
    select event_id, occurred_at, type, body from (
      (select event_id, occurred_at, type, body from audit_events
        where tenant_id = app_tenant() and actor_id = ${personId}
          and (type like 'identity.%' or type = 'access.refused') ${later}
        order by occurred_at desc, event_id desc limit ${size})
      union
      (select event_id, occurred_at, type, body from audit_events
        where tenant_id = app_tenant() and subject_id = ${personId}
          and type in ('identity.personDisabled', 'identity.personEnabled', 'identity.roleChanged',
            'identity.signInMailWithheld') ${later}
        order by occurred_at desc, event_id desc limit ${size})
    ) found order by occurred_at desc, event_id desc limit ${size}`);
  return rows.map((one) => toAct(row.parse(one)));
}

function toAct({ event_id: eventId, occurred_at: at, type, body: bytes }: z.output<typeof row>): SignInAct {
  const { actor, facts } = body.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  const about = facts.sessionId;
  return { eventId, at, type, facts, sessionId: typeof about === "string" ? about : actor.session };
}
