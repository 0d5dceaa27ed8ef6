import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { sessionHolderOf } from "./proof-repository.ts";
import { touchSession } from "./repository.ts";
import type { SignInMethod } from "./view.ts";

export type ResolvedSession =
  | { readonly kind: "person"; readonly actor: PersonActor; readonly method: SignInMethod }
  /** The secret was a session's, and that session is over. */
  | { readonly kind: "expired" }
  | { readonly kind: "nobody" };

const touchEveryMs = 60_000;

/** Whose session this secret is, asked of the table on every request: an ended one is dead everywhere at once. */
export async function resolveSession(
  ctx: Context,
  token: Secret<string>,
  origin: string,
): Promise<ResolvedSession> {
  const holder = await inTransaction(ctx, (tx) => sessionHolderOf(tx, token));
  if (!holder || holder.origin !== origin) return { kind: "nobody" };
  if (holder.ended || holder.expired || holder.person_disabled) return { kind: "expired" };

  const actor: PersonActor = {
    type: holder.level === "full" ? holder.role : "pending",
    tenantId: holder.tenant_id,
    personId: holder.person_id,
    sessionId: holder.session_id,
    authenticatedAt: holder.authenticated_at,
  };
  const now = ctx.clock.now();
  if (now.getTime() - holder.last_seen_at.getTime() > touchEveryMs) {
    await inTransaction({ ...ctx, actor }, (tx) => touchSession(tx, actor.sessionId, now));
  }
  return { kind: "person", actor, method: holder.method };
}
