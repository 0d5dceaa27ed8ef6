import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import { openNotes, readNotes } from "#lib/records/advisor-notes.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { clientOf } from "./client-of.ts";
import { longestNote, newestFirst, toNote } from "./note.ts";
import type { ClientNotesView } from "./view.ts";

/** The acting advisor's own notes on a client. They are no bank data, so that reading them is no view of the client's. */
export async function readClientNotes(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
): Promise<ClientNotesView> {
  requirePermission(ctx, "note.read");
  const { name, isShared } = await clientOf(ctx, investorId);
  const sealed = await inTransaction(ctx, (tx) => readNotes(tx, ctx, investorId));
  const notes = (await openNotes(ctx, keys, investorId, sealed)).map(toNote);
  return {
    client: { id: investorId, name },
    isShared,
    notes: newestFirst(notes).map(({ noteId: id, authorId: _, ...note }) => ({ id, ...note })),
    ...{ nextId: newId("nte"), longest: longestNote },
  };
}
