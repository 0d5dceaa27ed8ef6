import { asc, eq, inArray, sql } from "drizzle-orm";
import type { PersonRole } from "#lib/access/roles.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { people } from "./schema.ts";

const { personId, name, role, disabledAt } = people;
const columns = { personId, name, role, isDisabled: sql<boolean>`${disabledAt} is not null` };

export const listPeopleById = (tx: Transaction, personIds: readonly PersonId[]) =>
  tx
    .select(columns)
    .from(people)
    .where(inArray(personId, [...new Set(personIds)]));

export const listPeopleOfRole = (tx: Transaction, of: PersonRole) =>
  tx.select(columns).from(people).where(eq(role, of)).orderBy(asc(name), asc(personId));
