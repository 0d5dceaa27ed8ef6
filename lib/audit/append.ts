import canonicalize from "canonicalize";
import { type SQL, sql } from "drizzle-orm";
import { type Actor, installationTenant, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type EventId, newId } from "#lib/kernel/id.ts";
import type { AuditEvent } from "./event.ts";
import { leafHash } from "./merkle.ts";

/** What a receipt says of the event that it is for. */
export interface AppendedEvent {
  readonly eventId: EventId;
  readonly type: string;
  /** The leaf's hash in the log (RFC 9162, 2.1.1), known before the log has taken the event up. */
  readonly leafHash: Buffer;
}

/**
 * Writes what happened in the transaction in which it happens: no event, no act. The body is the
 * event's canonical JSON (RFC 8785), whose bytes the log's leaf will hash.
 */
export async function appendAudit(tx: Transaction, ctx: Context, event: AuditEvent): Promise<AppendedEvent> {
  const { appended, statement } = prepareAudit(ctx, event);
  await tx.execute(statement);
  return appended;
}

/** The same for an act that writes more in the same round. The statement has to run, or the act is undone. */
export function prepareAudit(
  ctx: Context,
  event: AuditEvent,
): { readonly appended: AppendedEvent; readonly statement: SQL } {
  const eventId = newId("evt");
  const occurredAt = ctx.clock.now();
  const tenantId = tenantOf(ctx.actor, event);
  const actorId = identifierOf(ctx.actor);
  const canonical = canonicalize({
    version: 1,
    eventId,
    tenantId,
    occurredAt: occurredAt.toISOString(),
    type: event.type,
    actor: { type: ctx.actor.type, id: actorId, session: isPerson(ctx.actor) ? ctx.actor.sessionId : null },
    requestId: ctx.requestId,
    facts: event.facts,
  });
  const body = Buffer.from(canonical as string, "utf8");
  // As text: every act pays for this statement, and the query builder takes longer over it than the database.
  const statement = sql`insert into audit_events
    (tenant_id, event_id, occurred_at, type, actor_type, actor_id, subject_id, request_id, body)
    values (${tenantId}, ${eventId}, ${occurredAt.toISOString()}::timestamptz, ${event.type}, ${ctx.actor.type},
      ${actorId}, ${event.subjectId}, ${ctx.requestId}, ${body})`;
  return { appended: { eventId, type: event.type, leafHash: leafHash(body) }, statement };
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
