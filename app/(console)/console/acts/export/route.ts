import { getTranslations } from "next-intl/server";
import { kindKey } from "#components/oversight/labels.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { toActFilter } from "#lib/oversight/act-filter.ts";
import { actsShape } from "#lib/oversight/acts-list-view.ts";
import { exportActs } from "#lib/oversight/export-acts.ts";
import type { ActRowView } from "#lib/oversight/view.ts";
import { listFile } from "#lib/server/list-file.ts";
import { tableFile } from "#lib/server/table-file.ts";

/** The acts that are looked for, of every page, as CSV; reasons as they were recorded. */
export const GET = listFile("/console/acts", async ({ ctx }, query) => {
  const asked = parseTableAsked(actsShape, query);
  const t = await getTranslations("oversight");
  const header = asked.columns.map((column) => t(`columns.${column}`));
  const cellsOf = (act: ActRowView) => ({
    act: t(`kinds.${kindKey[act.kind]}`),
    state: t(`states.${act.state}`),
    ...{ count: act.count, reason: act.reason, id: act.id },
    proposedBy: act.proposed.by.name ?? act.proposed.by.id,
    proposed: act.proposed.at,
    decidedBy: act.decided && (act.decided.by.name ?? act.decided.by.id),
    finished: act.finishedAt,
  });
  const acts = await exportActs(ctx, toActFilter(asked).filter);
  async function* lines() {
    for await (const act of acts) {
      const cells = cellsOf(act);
      yield asked.columns.map((column) => cells[column]);
    }
  }
  return tableFile("acts", header, lines());
});
