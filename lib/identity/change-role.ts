import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { mayDo, requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { staffRoles } from "#lib/access/roles.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { staffLooked } from "#lib/audit/log-events.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { roleChanged } from "./audit-events.ts";
import { findPerson, lockPerson } from "./repository.ts";
import { saveRole } from "./staff-repository.ts";

export const ChangeRole = z.strictObject({
  personId: idSchema("per"),
  /** What the page showed: a change that somebody else made meanwhile is not written over. */
  from: z.enum(staffRoles),
  to: z.enum(staffRoles),
});
export type ChangeRole = z.output<typeof ChangeRole>;

export const mayChangeRoles = ({ actor }: Context): boolean => mayDo(actor.type, "person.changeRole");

/** Somebody whose role the acting person may change; refuses before anything is chosen. Opening them is an act, and leaves its event. */
export async function readRoleToChange(ctx: Context, personId: PersonId) {
  const actor = requirePerson(ctx, "person.changeRole");
  requireFreshAuthentication(ctx);
  return inTransaction(ctx, async (tx) => {
    const { name, role } = await findPerson(tx, personId);
    if (role === "investor" || personId === actor.personId) {
      throw new AppError("identity.person_not_found", { personId });
    }
    await appendAudit(tx, ctx, staffLooked({ what: "person", id: personId }));
    return { id: personId, name, role };
  });
}

/**
 * The person has the other role at their next sign-in and not before: all of their sessions are over when this returns.
 * Nobody changes their own role, and an investor's is none that could be changed.
 */
export async function changeRole(ctx: Context, { personId, from, to }: ChangeRole): Promise<void> {
  const actor = requirePerson(ctx, "person.changeRole");
  requireFreshAuthentication(ctx);
  if (actor.personId === personId) throw new AppError("identity.own_account", { personId });

  await inTransaction(ctx, async (tx) => {
    const before = await lockPerson(tx, personId);
    if (before.role === "investor") throw new AppError("identity.not_staff", { personId });
    if (before.role !== from || from === to) throw new AppError("identity.person_changed", { personId });
    const sessionsEnded = await saveRole(tx, personId, { from, to, at: ctx.clock.now() });
    await appendAudit(tx, ctx, roleChanged({ personId, from, to, sessionsEnded }));
  });
}
