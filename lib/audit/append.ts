import canonicalize from "canonicalize";
import { type SQL, sql } from "drizzle-orm";
import { type Actor, installationTenant, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { executeNamed, type Transaction } from "#lib/db/database.ts";
import { type EventId, newId } from "#lib/kernel/id.ts";
import { tell } from "#lib/kernel/told.ts";
import type { AuditEvent } from "./event.ts";
import { leafHash } from "./merkle.ts";

/** What a receipt says of the event that it is for. */
export interface AppendedEvent {
  readonly eventId: EventId;
  readonly type: string;
  /** The leaf's hash in the log (RFC 9162, 2.1.1), known before the log has taken the event up. */
  readonly leafHash: Buffer;
}

const columns = "tenant_id, event_id, occurred_at, type, actor_type, actor_id, subject_id, request_id, body";
const insertion = `insert into audit_events (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/**
 * Writes what happened in the transaction in which it happens: no event, no act. The body is the
 * event's canonical JSON (RFC 8785), whose bytes the log's leaf will hash.
 */
export async function appendAudit(tx: Transaction, ctx: Context, event: AuditEvent): Promise<AppendedEvent> {
  const { appended, values } = describeEvent(ctx, event);
  // Every act pays for this statement: under a name it is parsed and planned once for each connection and role.
  await executeNamed(tx, { name: `audit.append.${ctx.actor.type}`, text: insertion, values });
  return appended;
}

/** The same for an act that writes more in the same round. The statement has to run, or the act is undone. */
export function prepareAudit(
  ctx: Context,
  event: AuditEvent,
): { readonly appended: AppendedEvent; readonly statement: SQL } {
  const { appended, values } = describeEvent(ctx, event);
  const parameters = values.map((value) => sql`${value}`);
  const statement = sql`insert into audit_events (${sql.raw(columns)}) values (${sql.join(parameters, sql`, `)})`;
  return { appended, statement };
}

/** The event's identity, and its columns in the order in which they are written. */
function describeEvent(
  ctx: Context,
  event: AuditEvent,
): { readonly appended: AppendedEvent; readonly values: readonly unknown[] } {
  const { actor, requestId } = ctx;
  const { type, facts, subjectId } = event;
  tell("act.written", { act: type });
  const eventId = newId("evt");
  const occurredAt = ctx.clock.now().toISOString();
  const tenantId = tenantOf(actor, event);
  const actorId = identifierOf(actor);
  const canonical = canonicalize({
    version: 1,
    eventId,
    tenantId,
    occurredAt,
    type,
    actor: { type: actor.type, id: actorId, session: isPerson(actor) ? actor.sessionId : null },
    requestId,
    facts,
  });
  const body = Buffer.from(canonical as string, "utf8");
  return {
    appended: { eventId, type, leafHash: leafHash(body) },
    values: [tenantId, eventId, occurredAt, type, actor.type, actorId, subjectId, requestId, body],
  };
}

function tenantOf(actor: Actor, event: AuditEvent) {
  if ("tenantId" in actor) return actor.tenantId;
  const facts = event.facts as { tenantId?: string };
  return actor.type === "system" && facts.tenantId
    ? (facts.tenantId as typeof installationTenant)
    : installationTenant;
}

function identifierOf(actor: Actor): string | null {
  if (isPerson(actor)) return actor.personId;
  if (actor.type === "client") return actor.clientId;
  return actor.type === "visitor" ? null : actor.job;
}
