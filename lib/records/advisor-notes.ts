import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { NoteId, PersonId } from "#lib/kernel/id.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import type { ChunkKey } from "./chunk-key.ts";
import type { NoteContext } from "./context.ts";
import {
  countNotes as countHeld,
  deleteNote,
  deleteNotesOf,
  listSealedNotes,
  lockSealedNote,
  type SealedNote,
  saveNote,
} from "./note-repository.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingOpening, refusingStoring } from "./refusing.ts";
import { padded, parseJson } from "./sheet.ts";

/** What an advisor noted of an investor. What it says is told by whoever had it stored. */
export interface AdvisorNote extends NoteContext {
  readonly content: unknown;
}

/** An advisor's own of one client, sealed as they are: opening them is done outside of the transaction. */
export async function readNotes(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<readonly SealedNote[]> {
  requirePermission(ctx, "note.read");
  return listSealedNotes(tx, investorId);
}

/** Everybody's of the acting investor. */
export async function readNotesOfMe(tx: Transaction, ctx: Context): Promise<readonly SealedNote[]> {
  const { personId } = requirePerson(ctx, "note.trace");
  return listSealedNotes(tx, personId);
}

/** Those that row security left the actor. Where there is none no key is asked for. */
export async function openNotes(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
  sealed: readonly SealedNote[],
): Promise<readonly AdvisorNote[]> {
  const { tenantId, type } = requirePersonWhoReads(ctx);
  if (sealed.length === 0) return [];
  if (sealed.some((one) => one.investorId !== investorId))
    throw new AppError("auth.forbidden", { holder: type });
  using key = await refusingOpening({ investorId }, () => keys.investorKey(tenantId, investorId));
  return sealed.map((one) => openOne(key, one));
}

const requirePersonWhoReads = (ctx: Context) =>
  requirePerson(ctx, ctx.actor.type === "investor" ? "note.trace" : "note.read");

/** How many the acting advisor has written of an investor; held until the caller's transaction ends. */
export async function countNotes(tx: Transaction, ctx: Context, investorId: PersonId): Promise<number> {
  const { tenantId } = requirePerson(ctx, "note.write");
  return countHeld(tx, { tenantId }, investorId);
}

/** As it is now, or `null`. Nobody else changes it until the caller's transaction ends. */
export async function lockNote(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  noteId: NoteId,
): Promise<AdvisorNote | null> {
  requirePermission(ctx, "note.write");
  const { investorId } = key.context;
  if (investorId === null) throw new AppError("auth.forbidden");
  const sealed = await lockSealedNote(tx, investorId, noteId);
  return sealed && openOne(key, sealed);
}

/**
 * Puts what the acting advisor notes in the place of the version before it; 0 where there was none. Row security takes
 * it only of whom a consent in force names them.
 */
export async function storeNote(
  tx: Transaction,
  ctx: Context,
  key: ChunkKey,
  { noteId, after, content }: { readonly noteId: NoteId; readonly after: number; readonly content: object },
): Promise<void> {
  const { personId: authorId } = requirePerson(ctx, "note.write");
  const { investorId } = key.context;
  if (investorId === null) throw new AppError("auth.forbidden");
  const context: NoteContext = { noteId, authorId, version: after + 1 };
  const plaintext = padded(JSON.stringify(content));
  try {
    const envelope = key.sealNote(context, plaintext);
    await refusingStoring({ investorId, noteId }, () =>
      saveNote(tx, key.context, { ...context, investorId, envelope }),
    );
  } catch (failure) {
    if (postgresCode(failure) !== "42501") throw failure;
    throw new AppError("note.not_shared", { investorId }, { cause: failure });
  } finally {
    plaintext.fill(0);
  }
}

/** Removes it in the version that was seen, or refuses. */
export async function removeNote(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
  note: Pick<NoteContext, "noteId" | "version">,
): Promise<void> {
  requirePermission(ctx, "note.write");
  if (!(await deleteNote(tx, investorId, note))) throw new AppError("note.changed", { noteId: note.noteId });
}

/** Deletes what was noted of an investor, in the caller's transaction and after their key is destroyed. */
export async function eraseNotes(tx: Transaction, ctx: Context, investorId: PersonId): Promise<void> {
  requirePermission(ctx, "note.erase");
  await deleteNotesOf(tx, investorId);
}

function openOne(key: ChunkKey, { envelope, investorId: _, ...about }: SealedNote): AdvisorNote {
  try {
    const plaintext = key.openNote(about, envelope);
    try {
      return { ...about, content: parseJson(plaintext) };
    } finally {
      plaintext.fill(0);
    }
  } catch (cause) {
    if (!(cause instanceof EnvelopeError || cause instanceof RecordsError)) throw cause;
    throw new AppError("records.unopenable", { noteId: about.noteId, reason: cause.code }, { cause });
  }
}
