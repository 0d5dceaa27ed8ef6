import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { exportRightsRequests } from "#lib/privacy/export-rights-requests.ts";
import { parseRightsAsked } from "#lib/privacy/list-rights-requests.ts";
import { rightsListShape } from "#lib/privacy/rights-view.ts";
import { listFile } from "#lib/server/list-file.ts";
import { tableFile } from "#lib/server/table-file.ts";

const header = [
  ...["id", "investorId", "investor", "kind", "channel", "receivedOn", "dueOn", "daysLeft", "extended"],
  ...["outcome", "reason", "closedAt"],
];

/** The register of rights requests as a file. */
export const GET = listFile("/console/investors/rights", async ({ ctx }, query) => {
  const asked = parseRightsAsked(parseTableAsked(rightsListShape, query).filters);
  async function* lines() {
    for await (const one of exportRightsRequests(ctx, asked)) {
      const { id, investorId, investorName, kind, channel, receivedOn, dueOn, daysLeft, isExtended } = one;
      const { outcome, reason, closedAt } = one;
      const request = [id, investorId, investorName, kind, channel, receivedOn, dueOn, daysLeft, isExtended];
      yield [...request, outcome, reason, closedAt];
    }
  }
  return tableFile("rights-requests", header, lines());
});
