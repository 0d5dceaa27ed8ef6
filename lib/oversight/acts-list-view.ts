import type { TableShape } from "#lib/kernel/table-asked.ts";

const columns = [
  ...(["act", "state", "count", "reason", "proposedBy", "proposed", "decidedBy", "finished", "id"] as const),
] as const;
export type ActColumn = (typeof columns)[number];
export type ActFilterName = "kind" | "state";

export const actsShape: TableShape<ActColumn, ActFilterName> = {
  columns,
  usual: ["act", "state", "count", "reason", "proposedBy", "proposed", "finished"],
  filters: ["kind", "state"],
};
