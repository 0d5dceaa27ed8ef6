import { exportInvestors } from "#lib/investors/export-investors.ts";
import { investorListShape } from "#lib/investors/view.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { tableFile } from "#lib/server/table-file.ts";

const path = "/console/investors";
const header = [
  "id",
  "name",
  "email",
  "consentsInForce",
  "connections",
  "needs",
  "rightsDueOn",
  "erasure",
  "disabled",
];

/** The list of investors as a file. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, path);
  const { ctx } = await enterPage("console", path);
  const { filters } = parseTableAsked(
    investorListShape,
    Object.fromEntries(new URL(request.url).searchParams),
  );
  async function* lines() {
    for await (const row of exportInvestors(ctx, filters)) {
      const { id, name, email, consentsInForce, connections, needs, rightsDueOn, erasure, isDisabled } = row;
      yield [id, name, email, consentsInForce, connections, needs, rightsDueOn, erasure, isDisabled];
    }
  }
  return orStepUp(ctx, path, () => tableFile("investors", header, lines()));
});
