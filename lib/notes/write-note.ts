import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { countNotes, lockNote, storeNote } from "#lib/records/advisor-notes.ts";
import { holdClientKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { noteWritten } from "./audit-events.ts";
import { requireShared } from "./client-of.ts";
import { mostNotes, sealedContent, toNote } from "./note.ts";
import type { WriteNote } from "./note-forms.ts";

/**
 * Notes something of a client, sealed under the client's own key. The form brings the identifier, so that one that is
 * sent twice writes one note; sent again with other words it is refused and changes nothing.
 */
export async function writeNote(ctx: Context, keys: RecordKeys, input: WriteNote): Promise<void> {
  const { investorId, noteId, text } = input;
  requirePermission(ctx, "note.write");
  // Before the key: of whom nothing is shared none is made.
  await requireShared(ctx, investorId);
  using key = await holdClientKey(ctx, keys, investorId);
  await inTransaction(ctx, async (tx) => {
    const count = await countNotes(tx, ctx, investorId);
    const found = await lockNote(tx, ctx, key, noteId);
    if (found && toNote(found).text === text) return;
    if (found) throw new AppError("note.changed", { noteId });
    if (count >= mostNotes) throw new AppError("note.too_many", { count });
    const content = sealedContent({ text, writtenAt: ctx.clock.now().toISOString(), changedAt: null });
    await storeNote(tx, ctx, key, { noteId, after: 0, content });
    await appendAudit(tx, ctx, noteWritten({ noteId, investorId }));
  });
}
