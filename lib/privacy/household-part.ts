import { listOwnMemberships } from "#lib/portfolio/list-own-memberships.ts";
import type { ExportPart } from "./export-part.ts";

/** The groups of clients that the firm has put the person into, as it calls them. Who else is in them is not told. */
export const householdsPart: ExportPart = {
  name: "households",
  columns: ["householdId", "name", "joinedAt"],
  async *read({ ctx }) {
    for (const membership of await listOwnMemberships(ctx)) yield { row: { ...membership } };
  },
};
