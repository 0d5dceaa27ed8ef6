import { exportRightsRequests } from "#lib/privacy/export-rights-requests.ts";
import { parseRightsAsked } from "#lib/privacy/list-rights-requests.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { tableFile } from "#lib/server/table-file.ts";

const path = "/console/investors/rights";
const header = [
  ...["id", "investorId", "investor", "kind", "channel", "receivedOn", "dueOn", "daysLeft", "extended"],
  ...["outcome", "reason", "closedAt"],
];

/** The register of rights requests as a file. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, path);
  const { ctx } = await enterPage("console", path);
  const asked = parseRightsAsked(Object.fromEntries(new URL(request.url).searchParams));
  async function* lines() {
    for await (const one of exportRightsRequests(ctx, asked)) {
      const { id, investorId, investorName, kind, channel, receivedOn, dueOn, daysLeft, isExtended } = one;
      const { outcome, reason, closedAt } = one;
      const request = [id, investorId, investorName, kind, channel, receivedOn, dueOn, daysLeft, isExtended];
      yield [...request, outcome, reason, closedAt];
    }
  }
  return orStepUp(ctx, path, () => tableFile("rights-requests", header, lines()));
});
