import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { lockNote, storeNote } from "#lib/records/advisor-notes.ts";
import { holdClientKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { noteChanged } from "./audit-events.ts";
import { requireShared } from "./client-of.ts";
import { sealedContent, toNote } from "./note.ts";
import type { ChangeNote } from "./note-forms.ts";

/** Changes a note as its author saw it: where it has become another meanwhile, nothing is changed and nothing is lost. */
export async function changeNote(ctx: Context, keys: RecordKeys, input: ChangeNote): Promise<void> {
  const { investorId, noteId, version, text } = input;
  requirePermission(ctx, "note.write");
  await requireShared(ctx, investorId);
  using key = await holdClientKey(ctx, keys, investorId);
  await inTransaction(ctx, async (tx) => {
    const found = await lockNote(tx, ctx, key, noteId);
    if (!found) throw new AppError("note.not_found", { noteId });
    const before = toNote(found);
    if (before.version !== version) throw new AppError("note.changed", { noteId });
    if (before.text === text) return;
    const content = sealedContent({ ...before, text, changedAt: ctx.clock.now().toISOString() });
    await storeNote(tx, ctx, key, { noteId, after: version, content });
    await appendAudit(tx, ctx, noteChanged({ noteId, investorId }));
  });
}
