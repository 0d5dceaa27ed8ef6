import { exportReviewed } from "#lib/disclosures/export-reviewed.ts";
import { parseReviewAsked } from "#lib/disclosures/review-disclosures.ts";
import { readInvestorName } from "#lib/investors/review-shown.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { tableFile } from "#lib/server/table-file.ts";

interface Params {
  readonly params: Promise<{ readonly investor: string }>;
}

const header = ["id", "at", "viewerType", "viewerId", "viewer", "what", "consentIds", "eventId", "investor"];

/** Who was shown one investor's data, as a file. */
export const GET = route(async (request: Request, { params }: Params) => {
  const given = (await params).investor;
  const path = `/console/investors/${encodeURIComponent(given)}/who-saw-it`;
  requireOwnLink(request, path);
  const { ctx } = await enterPage("console", path);
  const investorId = idInAddress("per", given);
  const asked = parseReviewAsked(Object.fromEntries(new URL(request.url).searchParams));
  return orStepUp(ctx, path, async () => {
    const name = await readInvestorName(ctx, investorId);
    async function* lines() {
      for await (const { id, at, viewer, what, consentIds, eventId } of exportReviewed(
        ctx,
        investorId,
        asked,
      )) {
        yield [id, at, viewer.type, viewer.id, viewer.name, what, consentIds.join(" "), eventId, name];
      }
    }
    return tableFile(`who-saw-${investorId}`, header, lines());
  });
});
