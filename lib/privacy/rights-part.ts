import { inTransaction } from "#lib/access/transaction.ts";
import type { ExportPart } from "./export-part.ts";
import { listOwnRequests } from "./rights-repository.ts";

/** What the person asked the firm for by right, and how it was answered. */
export const rightsRequestsPart: ExportPart = {
  name: "rightsRequests",
  columns: ["id", "kind", "channel", "receivedOn", "dueOn", "outcome", "reason", "closedAt"],
  async *read({ ctx }) {
    for (const request of await inTransaction(ctx, listOwnRequests)) {
      const { requestId: id, kind, channel, receivedOn, dueOn, outcome, reason, closedAt } = request;
      const at = closedAt?.toISOString() ?? null;
      yield { row: { id, kind, channel, receivedOn, dueOn, outcome, reason, closedAt: at } };
    }
  },
};
