import { mayManagePeople } from "#lib/identity/manage-people.ts";
import { peopleSearchOf, peopleShape } from "#lib/identity/people-table.ts";
import { exportPeople } from "#lib/identity/search-people.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { listFile } from "#lib/server/list-file.ts";
import { peopleFile } from "#lib/server/people-files.ts";

/** The people that are looked for, of every page, as CSV. */
export const GET = listFile("/console/people", async ({ ctx, locale }, query) => {
  const asked = parseTableAsked(peopleShape(mayManagePeople(ctx)), query);
  return peopleFile(locale, asked.columns, await exportPeople(ctx, peopleSearchOf(asked)));
});
