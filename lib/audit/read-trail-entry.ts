import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { appendAudit } from "./append.ts";
import { staffLooked } from "./log-events.ts";
import { findEntries } from "./search-log.ts";
import { readEntryWithBytes } from "./trail-repository.ts";
import type { TrailEntry } from "./view.ts";

/** How many related entries a page shows; the rest is a search away. */
const relatedShown = 20;

export interface EntryWithRelated {
  readonly entry: TrailEntry;
  /** The entry's own bytes, which the log hashes. */
  readonly bytes: string;
  /** Others of the same request, and of the same subject. */
  readonly ofRequest: readonly TrailEntry[];
  readonly ofSubject: readonly TrailEntry[];
}

/** One entry of the own firm with everything beside it. Whoever opens it leaves an event. */
export async function readTrailEntry(ctx: Context, eventId: EventId): Promise<EntryWithRelated> {
  const { tenantId } = requirePerson(ctx, "audit.search");
  return inTransaction(ctx, async (tx) => {
    const found = await readEntryWithBytes(tx, tenantId, eventId);
    if (!found) throw new AppError("audit.entry_not_found", { eventId });
    const { requestId, subjectId } = found.entry;
    const others = async (search: { request: string } | { subject: string }) =>
      (await findEntries(tx, tenantId, search, null, relatedShown + 1))
        .filter((one) => one.eventId !== eventId)
        .slice(0, relatedShown);
    const ofRequest = await others({ request: requestId });
    const ofSubject = subjectId === null ? [] : await others({ subject: subjectId });
    await appendAudit(tx, ctx, staffLooked({ what: "event", id: eventId }));
    return { ...found, ofRequest, ofSubject };
  });
}
