import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { PersonRole } from "#lib/access/roles.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { listPeopleById, listPeopleOfRole } from "./names-repository.ts";

export interface NamedPerson {
  readonly personId: PersonId;
  readonly name: string;
  readonly role: PersonRole;
  readonly isDisabled: boolean;
}

/** What people of the own firm are called, for staff who act on what is theirs. Others have no entry. */
export async function listNames(
  tx: Transaction,
  ctx: Context,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, NamedPerson>> {
  requirePermission(ctx, "person.list");
  const found = await listPeopleById(tx, personIds);
  return new Map(found.map((person) => [person.personId, person]));
}

/** Everybody of one role, by their names. */
export async function listNamesOf(
  tx: Transaction,
  ctx: Context,
  role: PersonRole,
): Promise<readonly NamedPerson[]> {
  requirePermission(ctx, "person.list");
  return listPeopleOfRole(tx, role);
}
