import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { trailAskedOf, trailFile } from "#lib/server/trail.ts";

const page = "/console/audit";

/** The entries that the page's address asks for, all of them, as CSV. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, page);
  const { ctx } = await enterPage("console", page);
  const { search } = new URL(request.url);
  return orStepUp(ctx, `${page}${search}`, () => trailFile(ctx, trailAskedOf(request.url)));
});
