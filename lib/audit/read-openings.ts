import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { auditEvents } from "./schema.ts";

/** drizzle/data/0043_console_lists.sql has an index of these alone. */
const opened = "vault.credentialOpened";

const body = z.object({
  facts: z.object({ version: z.number(), reason: z.string(), jobId: z.string() }),
});

/** One opening of a credential: when, which version, what for, and the job that did it. */
export interface OpeningEntry {
  readonly eventId: EventId;
  readonly credentialId: string;
  readonly at: Date;
  readonly version: number;
  readonly reason: string;
  readonly jobId: string;
}

const { eventId, subjectId, occurredAt, type } = auditEvents;
const columns = { eventId, subjectId, occurredAt, body: auditEvents.body };

/** The newest openings of one credential, as far as row security shows them, the latest first. */
export async function readOpenings(
  tx: Transaction,
  credentialId: string,
  limit: number,
): Promise<readonly OpeningEntry[]> {
  const rows = await tx
    .select(columns)
    .from(auditEvents)
    .where(and(eq(type, opened), eq(subjectId, credentialId)))
    .orderBy(sql`${occurredAt} desc`)
    .limit(limit);
  return rows.map(toOpening);
}

/** The last one of each, by the credential. */
export async function readLastOpenings(
  tx: Transaction,
  credentialIds: readonly string[],
): Promise<ReadonlyMap<string, OpeningEntry>> {
  if (credentialIds.length === 0) return new Map();
  const last = tx
    .select({ eventId })
    .from(auditEvents)
    .where(and(eq(type, opened), sql`${subjectId} = asked.id`))
    .orderBy(sql`${occurredAt} desc`)
    .limit(1);
  const ids = sql.param([...new Set(credentialIds)]);
  const { rows } = await tx.execute<{ event_id: EventId }>(
    sql`select found.event_id from unnest(${ids}::text[]) as asked (id) cross join lateral (${last}) found`,
  );
  if (rows.length === 0) return new Map();
  const found = await tx
    .select(columns)
    .from(auditEvents)
    .where(
      inArray(
        eventId,
        rows.map((row) => row.event_id),
      ),
    );
  return new Map(found.map(toOpening).map((opening) => [opening.credentialId, opening]));
}

function toOpening(row: {
  readonly eventId: EventId;
  readonly subjectId: string | null;
  readonly occurredAt: Date;
  readonly body: Buffer;
}): OpeningEntry {
  const { facts } = body.parse(JSON.parse(row.body.toString("utf8")));
  return { eventId: row.eventId, credentialId: row.subjectId ?? "", at: row.occurredAt, ...facts };
}
