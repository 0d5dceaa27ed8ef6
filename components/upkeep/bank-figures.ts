import type { InstitutionBoardView } from "#lib/upkeep/view.ts";

/** The columns of the banks' table and of its file. */
export const bankColumns = [
  "bank",
  "health",
  "answered",
  "active",
  "needs",
  "letIn",
  "failures",
  "reads",
  "banner",
] as const;

/** What of a bank is counted, as table and file tell it; `answered` in percent, `null` where nobody asked it. */
export const bankFigures = ({ health, connections, failures, budget }: InstitutionBoardView) => ({
  answered: health?.answeredPercent ?? null,
  active: connections.active,
  needs: connections.needsConfirm + connections.needsCredential,
  failures: failures.reduce((sum, { count }) => sum + count, 0),
  reads: budget.connections.at(-1) ?? 0,
});
