import "server-only";

import type { Context } from "#lib/access/context.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { changeNote } from "#lib/notes/change-note.ts";
import type { ChangeNote, WriteNote } from "#lib/notes/note-forms.ts";
import { readClientNotes } from "#lib/notes/read-client-notes.ts";
import type { ClientNotesView } from "#lib/notes/view.ts";
import { writeNote } from "#lib/notes/write-note.ts";
import { recordKeys } from "./record-keys.ts";

/** An advisor's notes on clients, with what this process opens and seals them by. */

export const clientNotes = async (ctx: Context, investorId: PersonId): Promise<ClientNotesView> =>
  readClientNotes(ctx, await recordKeys(), investorId);

export const writeClientNote = async (ctx: Context, input: WriteNote): Promise<void> =>
  writeNote(ctx, await recordKeys(), input);

export const changeClientNote = async (ctx: Context, input: ChangeNote): Promise<void> =>
  changeNote(ctx, await recordKeys(), input);
