import { exportInvestors } from "#lib/investors/export-investors.ts";
import { investorListShape } from "#lib/investors/view.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { listFile } from "#lib/server/list-file.ts";
import { tableFile } from "#lib/server/table-file.ts";

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
export const GET = listFile("/console/investors", async ({ ctx }, query) => {
  const { filters } = parseTableAsked(investorListShape, query);
  async function* lines() {
    for await (const row of exportInvestors(ctx, filters)) {
      const { id, name, email, consentsInForce, connections, needs, rightsDueOn, erasure, isDisabled } = row;
      yield [id, name, email, consentsInForce, connections, needs, rightsDueOn, erasure, isDisabled];
    }
  }
  return tableFile("investors", header, lines());
});
