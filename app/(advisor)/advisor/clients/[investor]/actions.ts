"use server";

import { revalidatePath } from "next/cache";
import { AskClient, askClient } from "#lib/asks/ask-client.ts";
import { ChangeNote, RemoveNote, WriteNote } from "#lib/notes/note-forms.ts";
import { removeNote } from "#lib/notes/remove-note.ts";
import { formAction } from "#lib/server/action.ts";
import { changeClientNote, writeClientNote } from "#lib/server/client-notes.ts";

const keep = ["text"];

export const askClientAction = formAction(AskClient, async (ctx, input): Promise<null> => {
  await askClient(ctx, input);
  revalidatePath(`/advisor/clients/${input.investorId}/ask`);
  return null;
});

export const writeNoteAction = formAction(
  WriteNote,
  async (ctx, input): Promise<null> => {
    await writeClientNote(ctx, input);
    revalidatePath(`/advisor/clients/${input.investorId}/notes`);
    return null;
  },
  { keep },
);

export const changeNoteAction = formAction(
  ChangeNote,
  async (ctx, input): Promise<null> => {
    await changeClientNote(ctx, input);
    revalidatePath(`/advisor/clients/${input.investorId}/notes`);
    return null;
  },
  { keep },
);

export const removeNoteAction = formAction(RemoveNote, async (ctx, input): Promise<null> => {
  await removeNote(ctx, input);
  revalidatePath(`/advisor/clients/${input.investorId}/notes`);
  return null;
});
