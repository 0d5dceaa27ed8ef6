import { listEveryOwnAsk } from "#lib/asks/list-own-asks.ts";
import { listNotesOfMe } from "#lib/notes/list-notes-of-me.ts";
import type { ExportPart } from "./export-part.ts";

/** What advisors wrote down of the person. It is theirs to have a copy of: an opinion of somebody is about them. */
export const advisorNotesPart: ExportPart = {
  name: "advisorNotes",
  columns: ["author", "text", "writtenAt", "changedAt"],
  async *read({ ctx, keys }) {
    for (const note of await listNotesOfMe(ctx, keys)) yield { row: { ...note } };
  },
};

/** What advisors asked of the person, each the last time. */
export const asksPart: ExportPart = {
  name: "asks",
  columns: ["what", "about", "at", "by"],
  async *read({ ctx }) {
    for (const ask of await listEveryOwnAsk(ctx)) yield { row: { ...ask } };
  },
};
