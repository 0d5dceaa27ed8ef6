import { createHash } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { type DisclosureId, newId } from "#lib/kernel/id.ts";
import { disclosureBook, disclosureBookExported } from "./audit-events.ts";
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
  const { tenantId, viewerId } = viewerOf(ctx);
  await noteMany(tx, ctx, "book", shown, async (noted) =>
    insertBookNotes(
      tx,
      noted.flatMap(({ stamps, investorId, disclosureId }) =>
        stamps.map((stamp) => ({ tenantId, viewerId, investorId, disclosureId, stamp })),
      ),
    ),
  );
}

/** Notes that the acting recipient takes a copy of their book: a line in the list of everybody who is in it, each time. */
export async function discloseBookExport(
  tx: Transaction,
  ctx: Context,
  shown: readonly Omit<Shown, "what">[],
): Promise<void> {
  await noteMany(tx, ctx, "export", shown, async () => {});
}

/** One event for as many lines as it has room for. */
async function noteMany<One extends Omit<Shown, "what">>(
  tx: Transaction,
  ctx: Context,
  what: "book" | "export",
  shown: readonly One[],
  then: (noted: readonly (One & { readonly disclosureId: DisclosureId })[]) => Promise<void>,
): Promise<void> {
  requirePermission(ctx, "disclosure.make");
  const viewer = viewerOf(ctx);
  const eventOf = what === "book" ? disclosureBook : disclosureBookExported;
  for (let at = 0; at < shown.length; at += perEvent) {
    const some = shown.slice(at, at + perEvent).map((one) => ({ ...one, disclosureId: newId("dsc") }));
    const event = eventOf({
      shown: some.map(({ disclosureId, investorId }) => `${disclosureId} ${investorId}`),
      notesSha256: digestOfNotes(some),
    });
    const { eventId } = await appendAudit(tx, ctx, event);
    const notes = some.map(({ disclosureId, investorId, consentIds, clusters, accountIds }) => ({
      ...{ disclosureId, investorId, consentIds, clusters, accountIds },
      ...{ ...viewer, what, eventId },
    }));
    await insertDisclosures(tx, notes);
    await then(some);
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
