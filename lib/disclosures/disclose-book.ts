import { createHash } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { newId } from "#lib/kernel/id.ts";
import { disclosureBook } from "./audit-events.ts";
import { insertBookNotes, insertDisclosures } from "./book-repository.ts";
import { type Shown, viewerOf } from "./disclose-to.ts";

/** As many as one event has room for. */
const perEvent = 300;

export interface ShownInBook extends Omit<Shown, "what"> {
  /** Which versions of the investor's summaries it is about. */
  readonly stamps: readonly string[];
}

/**
 * Notes that the acting recipient is shown these versions in their book, in the transaction that reads them. Each is
 * noted once for each viewer: the investor reads when somebody was first shown how things stood.
 */
export async function discloseBook(
  tx: Transaction,
  ctx: Context,
  shown: readonly ShownInBook[],
): Promise<void> {
  requirePermission(ctx, "disclosure.make");
  const viewer = viewerOf(ctx);
  for (let at = 0; at < shown.length; at += perEvent) {
    const some = shown.slice(at, at + perEvent).map((one) => ({ ...one, disclosureId: newId("dsc") }));
    const event = disclosureBook({
      shown: some.map(({ disclosureId, investorId }) => `${disclosureId} ${investorId}`),
      notesSha256: digestOfNotes(some),
    });
    const { eventId } = await appendAudit(tx, ctx, event);
    const notes = some.map(({ stamps: _, ...note }) => ({
      ...note,
      ...viewer,
      what: "book" as const,
      eventId,
    }));
    await insertDisclosures(tx, notes);
    const { tenantId, viewerId } = viewer;
    await insertBookNotes(
      tx,
      some.flatMap(({ stamps, investorId, disclosureId }) =>
        stamps.map((stamp) => ({ tenantId, viewerId, investorId, disclosureId, stamp })),
      ),
    );
  }
}

/** What the log holds of what each of them was shown of. */
export function digestOfNotes(
  notes: readonly Pick<ShownInBook, "consentIds" | "clusters" | "accountIds">[],
): string {
  const lines = notes.map(({ consentIds, clusters, accountIds }) =>
    [consentIds, clusters, accountIds].map((list) => list.toSorted().join(" ")).join(" | "),
  );
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}
