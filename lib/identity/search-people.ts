import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { peopleExported } from "./audit-events.ts";
import { countPeople, readLastSignInsOf, searchPeoplePage } from "./firm-people-repository.ts";
import { narrowing, type PeopleSearch } from "./people-table.ts";
import type { PersonView } from "./view.ts";

const pageSize = 50;
const filePageSize = 500;

export interface PeoplePage {
  readonly people: readonly PersonView[];
  /** The last row of this page, where there are others behind it. */
  readonly next: PersonId | null;
}

/** Those of the acting person's firm that are looked for, by name. */
export async function searchPeople(ctx: Context, search: PeopleSearch): Promise<PeoplePage> {
  const { personId } = requirePerson(ctx, "person.list");
  return inTransaction(ctx, (tx) => pageOf(tx, personId, search, pageSize));
}

/** The same as a file of every page, which leaves its event before the first line. */
export async function exportPeople(ctx: Context, search: PeopleSearch): Promise<AsyncIterable<PersonView>> {
  const { personId } = requirePerson(ctx, "person.export");
  requireFreshAuthentication(ctx);
  const all = { ...search, after: null };
  await inTransaction(ctx, async (tx) => {
    const rows = await countPeople(tx, all);
    await appendAudit(tx, ctx, peopleExported({ filters: [...narrowing(all)], rows }));
  });
  return everyPage(ctx, personId, all);
}

async function* everyPage(ctx: Context, selfId: PersonId, search: PeopleSearch): AsyncGenerator<PersonView> {
  for (let after: PersonId | null = null; ; ) {
    const asked: PeopleSearch = { ...search, after };
    const page: PeoplePage = await inTransaction(ctx, (tx) => pageOf(tx, selfId, asked, filePageSize));
    yield* page.people;
    if (page.next === null) return;
    after = page.next;
  }
}

async function pageOf(
  tx: Transaction,
  selfId: PersonId,
  search: PeopleSearch,
  size: number,
): Promise<PeoplePage> {
  const found = await searchPeoplePage(tx, search, size + 1);
  const shown = found.slice(0, size);
  const ids = shown.map(({ personId }) => personId);
  const lastSignIns = await readLastSignInsOf(tx, ids);
  return {
    people: shown.map((person) => ({
      id: person.personId,
      name: person.name,
      email: person.email,
      role: person.role,
      disabledAt: person.disabledAt?.toISOString() ?? null,
      lastSignInAt: lastSignIns.get(person.personId)?.toISOString() ?? null,
      isSelf: person.personId === selfId,
    })),
    next: found.length > size ? (ids.at(-1) ?? null) : null,
  };
}
