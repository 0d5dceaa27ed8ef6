import canonicalize from "canonicalize";
import { type Actor, installationTenant, isPerson } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import { newId } from "#lib/kernel/id.ts";
import type { AuditEvent } from "./event.ts";
import { auditEvents } from "./schema.ts";

/**
 * Writes what happened in the transaction in which it happens: no event, no act. The body is the
 * event's canonical JSON (RFC 8785), whose bytes the log's leaf will hash.
 */
export async function appendAudit(tx: Transaction, ctx: Context, event: AuditEvent): Promise<void> {
  const eventId = newId("evt");
  const occurredAt = ctx.clock.now();
  const tenantId = tenantOf(ctx.actor, event);
  const actorId = identifierOf(ctx.actor);
  const body = canonicalize({
    version: 1,
    eventId,
    tenantId,
    occurredAt: occurredAt.toISOString(),
    type: event.type,
    actor: { type: ctx.actor.type, id: actorId, session: isPerson(ctx.actor) ? ctx.actor.sessionId : null },
    requestId: ctx.requestId,
    facts: event.facts,
  });
  await tx.insert(auditEvents).values({
    tenantId,
    eventId,
    occurredAt,
    type: event.type,
    actorType: ctx.actor.type,
    actorId,
    subjectId: event.subjectId,
    requestId: ctx.requestId,
    body: Buffer.from(body as string, "utf8"),
  });
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
