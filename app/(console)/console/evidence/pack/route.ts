import { redirect } from "next/navigation";
import { evidenceQuery, parseEvidenceQuery } from "#lib/evidence/evidence-query.ts";
import { previewEvidence } from "#lib/evidence/preview-evidence.ts";
import { evidenceFile } from "#lib/server/evidence.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";

const page = "/console/evidence";

/** The evidence pack that the address asks for. What asks for none leads to the page that says so. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, page);
  const { ctx, locale } = await enterPage("console", page);
  const { searchParams } = new URL(request.url);
  const { asked } = parseEvidenceQuery(Object.fromEntries(searchParams));
  if (!asked) {
    await orStepUp(ctx, page, () => previewEvidence(ctx, {}));
    redirect(`${page}?${searchParams}`);
  }
  const back = `${page}${evidenceQuery(asked)}&confirmed=1`;
  return orStepUp(ctx, back, () => evidenceFile(ctx, locale, asked));
});
