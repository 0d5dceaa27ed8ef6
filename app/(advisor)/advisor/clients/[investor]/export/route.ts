import { parseExportQuery } from "#lib/portfolio/export-query.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, idInAddress, orNotFound, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { clientWealthFile } from "#lib/server/wealth-exports.ts";

interface Params {
  readonly params: Promise<{ readonly investor: string }>;
}

const behind = { holdings: "", entries: "/entries", performance: "/performance" };

/** A client's wealth as a file, as far as their consents allow. */
export const GET = route(async (request: Request, { params }: Params) => {
  const { investor: given } = await params;
  const investorId = idInAddress("per", given);
  const page = `/advisor/clients/${investorId}`;
  requireOwnLink(request, page);
  const { ctx, locale } = await enterPage("advisor", page);
  const asked = parseExportQuery(Object.fromEntries(new URL(request.url).searchParams));
  const file = () => clientWealthFile(ctx, locale, { ...asked, investorId });
  return orStepUp(ctx, `${page}${behind[asked.what]}`, () => orNotFound(ctx, file));
});
