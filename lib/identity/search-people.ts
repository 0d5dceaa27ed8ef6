import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idsNarrowedTo } from "#lib/audit/narrowed.ts";
import type { Transaction } from "#lib/db/database.ts";
import { ownIdIn, type PersonId } from "#lib/kernel/id.ts";
import { everyRow, type Piece } from "#lib/kernel/in-pieces.ts";
import { cutPage, type RowsPerPage, usualRows } from "#lib/kernel/rows-per-page.ts";
import { peopleExported } from "./audit-events.ts";
import { countPeople, readLastSignInsOf, searchPeoplePage } from "./firm-people-repository.ts";
import { narrowing, type PeopleSearch } from "./people-table.ts";
import type { PersonView } from "./view.ts";

export interface PeoplePage {
  readonly people: readonly PersonView[];
  /** The last row of this page, where there are others behind it. */
  readonly next: PersonId | null;
}

/** Those of the acting person's firm that are looked for, by name. */
export async function searchPeople(
  ctx: Context,
  search: PeopleSearch,
  size: RowsPerPage = usualRows,
): Promise<PeoplePage> {
  const { personId } = requirePerson(ctx, "person.list");
  const { rows, last } = await inSearchTransaction(ctx, (tx) => readRows(tx, personId, search, size));
  return { people: rows, next: last };
}

/** The same as a file of every page, which leaves its event before the first line. */
export async function exportPeople(ctx: Context, search: PeopleSearch): Promise<AsyncIterable<PersonView>> {
  const { personId } = requirePerson(ctx, "person.export");
  requireFreshAuthentication(ctx);
  const all = { ...search, after: null };
  await inSearchTransaction(ctx, async (tx) => {
    const rows = await countPeople(tx, all);
    await appendAudit(
      tx,
      ctx,
      peopleExported({ filters: [...narrowing(all)], ids: idsNarrowedTo([ownIdIn(all.text)]), rows }),
    );
  });
  return everyRow((after: PersonId | null, size) =>
    inSearchTransaction(ctx, (tx) => readRows(tx, personId, { ...all, after }, size)),
  );
}

async function readRows(
  tx: Transaction,
  selfId: PersonId,
  search: PeopleSearch,
  size: number,
): Promise<Piece<PersonView, PersonId>> {
  const { page: shown, last } = cutPage(await searchPeoplePage(tx, search, size + 1), size);
  const ids = shown.map(({ personId }) => personId);
  const lastSignIns = await readLastSignInsOf(tx, ids);
  return {
    rows: shown.map((person) => ({
      id: person.personId,
      name: person.name,
      email: person.email,
      role: person.role,
      disabledAt: person.disabledAt?.toISOString() ?? null,
      lastSignInAt: lastSignIns.get(person.personId)?.toISOString() ?? null,
      isSelf: person.personId === selfId,
    })),
    last: last?.personId ?? null,
  };
}
