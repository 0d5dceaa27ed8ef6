import type { ListedRequest } from "./rights-repository.ts";
import { daysBetween } from "./rights-request.ts";
import type { RightsRequestView } from "./rights-view.ts";

export const toRightsView = (row: ListedRequest, today: string): RightsRequestView => ({
  id: row.id,
  investorId: row.investor_id,
  investorName: row.investor_name,
  kind: row.kind,
  channel: row.channel,
  receivedOn: row.received_on,
  dueOn: row.due_on,
  daysLeft: row.closed_at === null ? daysBetween(today, row.due_on) : null,
  isExtended: row.is_extended,
  outcome: row.outcome,
  reason: row.reason,
  closedAt: row.closed_at?.toISOString() ?? null,
  isOurs: row.id.startsWith("rrq_"),
});
