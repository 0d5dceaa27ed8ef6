import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import { openNotes, readNotesOfMe } from "#lib/records/advisor-notes.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type NoteContent, newestFirst, toNote } from "./note.ts";

export interface NoteOfMe extends NoteContent {
  /** `null` for an advisor who is not with the firm any more. */
  readonly author: string | null;
}

/** What advisors have written down of the acting investor, the newest first. */
export async function listNotesOfMe(ctx: Context, keys: RecordKeys): Promise<readonly NoteOfMe[]> {
  const { personId } = requirePerson(ctx, "note.trace");
  const { sealed, names } = await inTransaction(ctx, async (tx) => ({
    sealed: await readNotesOfMe(tx, ctx),
    names: await listAdvisorNames(tx, ctx),
  }));
  const notes = (await openNotes(ctx, keys, personId, sealed)).map(toNote);
  return newestFirst(notes).map(({ authorId, text, writtenAt, changedAt }) => ({
    author: names.get(authorId) ?? null,
    ...{ text, writtenAt, changedAt },
  }));
}
