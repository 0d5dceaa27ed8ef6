import { and, asc, eq, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { NoteId, PersonId } from "#lib/kernel/id.ts";
import type { KeyContext, NoteContext } from "./context.ts";
import { advisorNotes } from "./schema.ts";

export interface SealedNote extends NoteContext {
  readonly investorId: PersonId;
  readonly envelope: Buffer;
}

const { investorId, noteId, authorId, version, envelope } = advisorNotes;
const columns = { investorId, noteId, authorId, version, envelope };

const isNote = (of: PersonId, note: NoteId) => and(eq(investorId, of), eq(noteId, note));

/** Those about one investor that row security leaves the actor: their own, or, of the investor, all. */
export async function listSealedNotes(tx: Transaction, of: PersonId): Promise<readonly SealedNote[]> {
  return tx.select(columns).from(advisorNotes).where(eq(investorId, of)).orderBy(asc(noteId));
}

/** How many the actor has written. Whoever else counts waits until this transaction ends. */
export async function countNotes(
  tx: Transaction,
  { tenantId }: Pick<KeyContext, "tenantId">,
  of: PersonId,
): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`licet.advisor_notes/${tenantId}/${of}`}, 0))`,
  );
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(advisorNotes)
    .where(eq(investorId, of));
  return row?.count ?? 0;
}

/** One of the actor's own. Nobody else writes it until this transaction ends. */
export async function lockSealedNote(
  tx: Transaction,
  of: PersonId,
  note: NoteId,
): Promise<SealedNote | null> {
  const [row] = await tx.select(columns).from(advisorNotes).where(isNote(of, note)).for("update");
  return row ?? null;
}

/** Inserts the first version, and writes a later one only over the version that it was counted from. */
export async function saveNote(
  tx: Transaction,
  { tenantId, region }: Pick<KeyContext, "tenantId" | "region">,
  note: SealedNote,
): Promise<void> {
  if (note.version === 1) {
    await tx.insert(advisorNotes).values({ tenantId, region, ...note });
    return;
  }
  const written = await tx
    .update(advisorNotes)
    .set({ region, version: note.version, envelope: note.envelope })
    .where(and(isNote(note.investorId, note.noteId), eq(version, note.version - 1)))
    .returning({ version });
  if (written.length !== 1) throw new AppError("note.changed", { noteId: note.noteId });
}

/** `false` where it is no longer there in this version. */
export async function deleteNote(
  tx: Transaction,
  of: PersonId,
  note: Pick<NoteContext, "noteId" | "version">,
): Promise<boolean> {
  const gone = await tx
    .delete(advisorNotes)
    .where(and(isNote(of, note.noteId), eq(version, note.version)))
    .returning({ version });
  return gone.length === 1;
}

/** Row security lets it happen only to whose records are erased already. */
export async function deleteNotesOf(tx: Transaction, of: PersonId): Promise<void> {
  await tx.execute(sql`delete from ${advisorNotes} where investor_id = ${of}`);
  const { rows } = await tx.execute(sql`select 1 from ${advisorNotes} where investor_id = ${of} limit 1`);
  if (rows.length > 0) throw new AppError("disclosure.records_not_erased", { investorId: of });
}
