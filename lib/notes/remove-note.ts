import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { removeNote as removeSealed } from "#lib/records/advisor-notes.ts";
import { noteRemoved } from "./audit-events.ts";
import { requireShared } from "./client-of.ts";
import type { RemoveNote } from "./note-forms.ts";

/** Removes a note for good, in the version that its author saw. It is not opened for that. */
export async function removeNote(ctx: Context, { investorId, noteId, version }: RemoveNote): Promise<void> {
  requirePermission(ctx, "note.write");
  await requireShared(ctx, investorId);
  await inTransaction(ctx, async (tx) => {
    await removeSealed(tx, ctx, investorId, { noteId, version });
    await appendAudit(tx, ctx, noteRemoved({ noteId, investorId }));
  });
}
