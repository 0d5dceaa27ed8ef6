import { mayManagePeople } from "#lib/identity/manage-people.ts";
import { peopleSearchOf, peopleShape } from "#lib/identity/people-table.ts";
import { exportPeople } from "#lib/identity/search-people.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { peopleFile } from "#lib/server/people-files.ts";
import { route } from "#lib/server/problem.ts";

/** The people that are looked for, of every page, as CSV. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, "/console/people");
  const { ctx, locale } = await enterPage("console", "/console/people");
  const query = new URL(request.url).searchParams;
  const asked = parseTableAsked(peopleShape(mayManagePeople(ctx)), {
    ...Object.fromEntries(query),
    column: query.getAll("column"),
  });
  return peopleFile(
    locale,
    asked.columns,
    await orStepUp(ctx, "/console/people", () => exportPeople(ctx, peopleSearchOf(asked))),
  );
});
