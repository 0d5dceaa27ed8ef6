import { parseBookExport } from "#lib/portfolio/export-book.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { bookFile } from "#lib/server/wealth-exports.ts";

/** The whole book as a file, as far as each client's consents allow. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, "/advisor");
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor");
  const asked = parseBookExport(Object.fromEntries(new URL(request.url).searchParams));
  return orStepUp(ctx, "/advisor", () => bookFile(ctx, locale, { ...asked, name: viewer.name }));
});
