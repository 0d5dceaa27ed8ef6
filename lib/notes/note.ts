import { z } from "zod";
import { AppError } from "#lib/kernel/errors.ts";
import type { NoteId, PersonId } from "#lib/kernel/id.ts";

export const longestNote = 4000;
/** Of one advisor on one client. */
export const mostNotes = 200;

const content = z.strictObject({
  format: z.literal(1),
  text: z.string().min(1),
  writtenAt: z.iso.datetime(),
  /** `null` where it stands as it was first written. */
  changedAt: z.iso.datetime().nullable(),
});
export type NoteContent = Omit<z.output<typeof content>, "format">;

/** What one advisor wrote down of one client. */
export interface Note extends NoteContent {
  readonly noteId: NoteId;
  readonly authorId: PersonId;
  readonly version: number;
}

export const sealedContent = (note: NoteContent): z.output<typeof content> => ({
  format: 1,
  ...{ text: note.text, writtenAt: note.writtenAt, changedAt: note.changedAt },
});

interface Opened {
  readonly noteId: NoteId;
  readonly authorId: PersonId;
  readonly version: number;
  readonly content: unknown;
}

/** What is sealed was written by us: what is not understood was written by a later build, and is never half read. */
export function toNote({ noteId, authorId, version, content: opened }: Opened): Note {
  const found = content.safeParse(opened);
  if (!found.success) throw new AppError("records.unopenable", { noteId, reason: "malformedContent" });
  const { format: _, ...told } = found.data;
  return { noteId, authorId, version, ...told };
}

/** The newest first. */
export const newestFirst = (notes: readonly Note[]): readonly Note[] =>
  notes.toSorted((one, other) => (one.writtenAt < other.writtenAt ? 1 : -1));
