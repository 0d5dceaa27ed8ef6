import { listDisclosures } from "#lib/disclosures/list-disclosures.ts";
import { placeSchema } from "#lib/disclosures/place.ts";
import type { ExportPart } from "./export-part.ts";

/** Who was shown what, and under which consents. */
export const disclosuresPart: ExportPart = {
  name: "whoSawIt",
  columns: [
    "viewerType",
    "viewerId",
    "viewer",
    "what",
    "data",
    "accounts",
    "times",
    "firstAt",
    "lastAt",
    "consents",
  ],
  async *read({ ctx }) {
    let next: string | null = null;
    do {
      const behind: ReturnType<typeof placeSchema.parse> | null =
        next === null ? null : placeSchema.parse(next);
      const query = { viewerId: null, consentId: null, period: "all" as const, behind };
      const page = await listDisclosures(ctx, query);
      for (const { viewer, what, clusters, accounts, times, firstAt, lastAt, consentIds } of page.lines) {
        const who = { viewerType: viewer.type, viewerId: viewer.id, viewer: viewer.name };
        yield {
          row: { ...who, what, data: clusters, accounts, times, firstAt, lastAt, consents: consentIds },
        };
      }
      next = page.next;
    } while (next !== null);
  },
};
