import { parseExportQuery } from "#lib/portfolio/export-query.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { ownWealthFile } from "#lib/server/wealth-exports.ts";

const pages = { holdings: "/wealth", entries: "/wealth/entries", performance: "/wealth/performance" };

/** The investor's own wealth as a file. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, "/wealth");
  const { ctx, viewer, locale } = await enterPage("portal", "/wealth");
  const asked = parseExportQuery(Object.fromEntries(new URL(request.url).searchParams));
  return orStepUp(ctx, pages[asked.what], () => ownWealthFile(ctx, locale, { ...asked, name: viewer.name }));
});
