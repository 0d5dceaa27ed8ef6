import { sql } from "drizzle-orm";
import type { LocalSettings, Transaction } from "#lib/db/database.ts";
import type { ActorRole } from "#lib/db/roles.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { Actor, PersonActor } from "./actor.ts";
import type { Context } from "./context.ts";

/**
 * Runs `work` as the context's actor. Role, tenant and person are local to the transaction, so a
 * pooled connection never carries them to the next request. A refusal must be thrown: what returns is committed.
 */
export const inTransaction = <T>(ctx: Context, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  ctx.db.transaction(work, settingsOf(ctx.actor, ctx.requestId), { keepsPlans: true });

/** The same for searches, and for lists as long as a firm is large: each is planned for what it looks for. */
export const inSearchTransaction = <T>(ctx: Context, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  ctx.db.transaction(work, settingsOf(ctx.actor, ctx.requestId));

/**
 * A visitor whose proof was accepted in this transaction goes on as the person they proved to be.
 * Everything after it is held by the person's own policies.
 */
export async function becomePerson(
  tx: Transaction,
  ctx: Context,
  person: PersonActor,
): Promise<Context<PersonActor>> {
  await setIdentity(tx, person, ctx.requestId);
  return { ...ctx, actor: person };
}

async function setIdentity(tx: Transaction, actor: Actor, requestId: string): Promise<void> {
  const made = Object.entries(settingsOf(actor, requestId)).map(
    ([name, value]) => sql`set_config(${name}, ${value}, true)`,
  );
  await tx.execute(sql`select ${sql.join(made, sql`, `)}`);
}

/** The role comes last: it may not be allowed to set what stands before it. */
function settingsOf(actor: Actor, requestId: string): LocalSettings {
  const { role, tenantId, personId } = databaseIdentity(actor);
  return {
    "app.tenant_id": tenantId ?? "",
    "app.person_id": personId ?? "",
    "app.request_id": requestId,
    role,
  };
}

interface DatabaseIdentity {
  readonly role: ActorRole;
  readonly tenantId: TenantId | null;
  readonly personId: PersonId | string | null;
}

/** One case per actor, none shared by default: a new actor fails the type check here. */
export function databaseIdentity(actor: Actor): DatabaseIdentity {
  switch (actor.type) {
    case "visitor":
      return { role: "licet_visitor", tenantId: null, personId: null };
    case "pending":
      return { role: "licet_pending", tenantId: actor.tenantId, personId: actor.personId };
    case "investor":
      return { role: "licet_investor", tenantId: actor.tenantId, personId: actor.personId };
    case "advisor":
      return { role: "licet_advisor", tenantId: actor.tenantId, personId: actor.personId };
    case "compliance":
      return { role: "licet_compliance", tenantId: actor.tenantId, personId: actor.personId };
    case "admin":
      return { role: "licet_admin", tenantId: actor.tenantId, personId: actor.personId };
    case "client":
      return { role: "licet_client", tenantId: actor.tenantId, personId: actor.clientId };
    case "job":
      return { role: "licet_job", tenantId: actor.tenantId, personId: null };
    case "system":
      return { role: "licet_system", tenantId: null, personId: null };
    default:
      return unreachable(actor);
  }
}
