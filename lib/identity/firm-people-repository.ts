import { and, asc, count, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import type { PeopleSearch } from "./people-table.ts";
import { people } from "./schema.ts";
import { signInMethods } from "./view.ts";

const moment = z.coerce.date();

/** Part of a name or address in any case, or the whole of an identifier. What a pattern means is taken literally. */
function textIs(text: string): SQL {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(${people.personId} = ${text} or ${people.name} ilike ${pattern} or ${people.email} ilike ${pattern})`;
}

function narrowed({ text, role, state }: PeopleSearch): SQL | undefined {
  return and(
    text === null ? undefined : textIs(text),
    role === null ? undefined : eq(people.role, role),
    state === null
      ? undefined
      : state === "active"
        ? isNull(people.disabledAt)
        : isNotNull(people.disabledAt),
  );
}

const byName = sql`${people.name} collate "C"`;

/** The next of those that are looked for, by name; one more than asked for says that there are others. */
export async function searchPeoplePage(tx: Transaction, search: PeopleSearch, size: number) {
  const later = search.after
    ? sql`(${byName}, ${people.personId}) > (select p.name collate "C", p.person_id from people p
        where p.tenant_id = app_tenant() and p.person_id = ${search.after})`
    : undefined;
  return tx
    .select()
    .from(people)
    .where(and(narrowed(search), later))
    .orderBy(asc(byName), asc(people.personId))
    .limit(size);
}

export async function countPeople(tx: Transaction, search: PeopleSearch): Promise<number> {
  const [row] = await tx.select({ count: count() }).from(people).where(narrowed(search));
  return row?.count ?? 0;
}

const signInRow = z.object({ person_id: idSchema("per"), at: moment });

/** When each of them last signed in; who never did is not in it. */
export async function readLastSignInsOf(
  tx: Transaction,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, Date>> {
  const ids = `{${personIds.join(",")}}`;
  const { rows } = await tx.execute(sql`select * from gate.last_sign_ins_of(${ids}::text[])`);
  return new Map(rows.map((row) => signInRow.parse(row)).map(({ person_id, at }) => [person_id, at]));
}

const sessionRow = z.object({
  session_id: idSchema("ses"),
  method: z.enum(signInMethods),
  device: z.string().nullable(),
  started_at: moment,
  last_seen_at: moment,
  ended_at: moment.nullable(),
  is_running: z.boolean(),
});
export type SessionRow = z.output<typeof sessionRow>;

/** Every session of somebody of the acting firm that is kept, the newest first. */
export async function readSessionsOf(tx: Transaction, personId: PersonId): Promise<readonly SessionRow[]> {
  const { rows } = await tx.execute(sql`select * from gate.sessions_of(${personId})`);
  return rows.map((row) => sessionRow.parse(row));
}
