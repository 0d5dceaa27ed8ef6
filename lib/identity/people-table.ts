import { z } from "zod";
import { type PersonRole, personRoles } from "#lib/access/roles.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";

export const peopleColumns = ["name", "email", "role", "state", "lastSignIn", "action", "id"] as const;
export type PeopleColumn = (typeof peopleColumns)[number];
export type PeopleFilter = "q" | "role" | "state";

/** Whoever changes nothing is shown no column of acts. */
export function peopleShape(canManage: boolean): TableShape<PeopleColumn, PeopleFilter> {
  const shown = peopleColumns.filter((column) => canManage || column !== "action");
  return {
    columns: shown,
    usual: shown.filter((column) => column !== "id"),
    filters: ["q", "role", "state"],
  };
}
export type PeopleAsked = TableAsked<PeopleColumn, PeopleFilter>;

export const personStates = ["active", "disabled"] as const;

/** What is looked for, once it is known to be something: what is not one of the choices narrows nothing. */
export interface PeopleSearch {
  readonly text: string | null;
  readonly role: PersonRole | null;
  readonly state: (typeof personStates)[number] | null;
  readonly after: PersonId | null;
}

export function peopleSearchOf({ filters, after }: PeopleAsked): PeopleSearch {
  return {
    text: filters.q ?? null,
    role: z.enum(personRoles).safeParse(filters.role).data ?? null,
    state: z.enum(personStates).safeParse(filters.state).data ?? null,
    after: idSchema("per").safeParse(after).data ?? null,
  };
}

/** The names of the filters that narrow, for the event: what was typed is a name or an address and is not said. */
export const narrowing = ({ text, role, state }: PeopleSearch): readonly string[] =>
  Object.entries({ text, role, state })
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
