import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { mayDo, requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { personDisabled, personEnabled } from "./audit-events.ts";
import {
  endSessionsOf,
  listPeople as listPeopleOf,
  lockPerson,
  readLastSignIns,
  saveDisabledAt,
} from "./repository.ts";
import type { PersonView } from "./view.ts";

export const DisablePerson = z.strictObject({ personId: idSchema("per") });
export type DisablePerson = z.output<typeof DisablePerson>;

/** Whether the acting person may end and renew others' access, so that nobody is shown a button that refuses. */
export const mayManagePeople = ({ actor }: Context): boolean => mayDo(actor.type, "person.disable");

export async function listPeople(ctx: Context): Promise<readonly PersonView[]> {
  const actor = requirePerson(ctx, "person.list");
  const { people, lastSignIns } = await inTransaction(ctx, async (tx) => ({
    people: await listPeopleOf(tx),
    lastSignIns: await readLastSignIns(tx),
  }));
  return people.map((person) => ({
    id: person.personId,
    name: person.name,
    email: person.email,
    role: person.role,
    disabledAt: person.disabledAt?.toISOString() ?? null,
    lastSignInAt: lastSignIns.get(person.personId)?.toISOString() ?? null,
    isSelf: person.personId === actor.personId,
  }));
}

/** All of the person's sessions are over when this returns, and no new one can begin. Consents are another matter. */
export async function disablePerson(ctx: Context, { personId }: DisablePerson): Promise<void> {
  const actor = requirePerson(ctx, "person.disable");
  requireFreshAuthentication(ctx);
  if (actor.personId === personId) throw new AppError("identity.own_account", { personId });

  await inTransaction(ctx, async (tx) => {
    const before = await lockPerson(tx, personId);
    await saveDisabledAt(tx, before, ctx.clock.now());
    const sessionsEnded = await endSessionsOf(tx, personId, ctx.clock.now());
    await appendAudit(tx, ctx, personDisabled({ personId, sessionsEnded }));
  });
}

export async function enablePerson(ctx: Context, { personId }: DisablePerson): Promise<void> {
  requirePerson(ctx, "person.disable");
  requireFreshAuthentication(ctx);
  await inTransaction(ctx, async (tx) => {
    const before = await lockPerson(tx, personId);
    await saveDisabledAt(tx, before, null);
    await appendAudit(tx, ctx, personEnabled({ personId }));
  });
}
