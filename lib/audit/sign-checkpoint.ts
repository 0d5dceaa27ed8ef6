import { createPublicKey } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { AuditLogError } from "./audit-log-error.ts";
import { type Checkpoint, checkpointText, readUnverified } from "./checkpoint.ts";
import type { CheckpointCopy } from "./checkpoint-copy.ts";
import { insertCheckpoint, readLatestCheckpoint, takeSignerLock } from "./checkpoint-repository.ts";
import { everyCopy } from "./every-copy.ts";
import { readLogState } from "./log-repository.ts";
import { emptyRoot } from "./merkle.ts";
import { type NoteKey, noteKey, signedNote } from "./note.ts";
import { readRunHashes } from "./tile-repository.ts";

export interface CheckpointSigner {
  /** The log's name, and the name of its key. */
  readonly origin: string;
  readonly kms: Pick<Kms, "sign" | "publicKey">;
  readonly version: KeyVersionName;
  /** Where each checkpoint is before it is public. */
  readonly copies: readonly CheckpointCopy[];
}

/** Signs the log as it is, where it has grown. `null` where there is nothing to sign, or another process is at it. */
export type SignCheckpoint = (ctx: Context) => Promise<Checkpoint | null>;

/**
 * No checkpoint is signed that does not continue the last one that was copied outside and the last one published:
 * a log that was restored from an older backup, or changed below either, stays unsigned until somebody has looked.
 * Each is outside before it is public.
 */
export function checkpointSigner({ origin, kms, version, copies }: CheckpointSigner): SignCheckpoint {
  const copy = everyCopy(copies);
  let key: NoteKey | null = null;
  /** The largest that this process knows of, whatever has become of the database since. */
  let held: string | null = null;
  /** Whether each copy has what was published before this process began; one may be new. */
  let areCopiesWhole = false;

  const sign = async (checkpoint: Checkpoint): Promise<string> => {
    key ??= noteKey(origin, createPublicKey((await kms.publicKey(version)).pem));
    const text = checkpointText(checkpoint);
    return signedNote(text, key, await kms.sign(version, Buffer.from(text)));
  };

  return async (ctx) => {
    requirePermission(ctx, "audit.signCheckpoint");
    // Before the transaction, which may not wait for as long as all places together may take.
    held ??= await copy.last(origin);
    return inTransaction(ctx, async (tx) => {
      if (!(await takeSignerLock(tx))) return null;
      const published = await readLatestCheckpoint(tx, origin);
      const root = await readChecked(tx, held, published?.note ?? null);
      const { size } = root;
      if (published && published.size > sizeOf(held)) held = published.note;
      const checkpoint = { origin, ...root };
      if (published?.size === size) {
        if (!areCopiesWhole) await copy.add(await sign(checkpoint));
        areCopiesWhole = true;
        return null;
      }
      const note = held !== null && sizeOf(held) === size ? held : await sign(checkpoint);
      await copy.add(note);
      areCopiesWhole = true;
      held = note;
      await insertCheckpoint(tx, { origin, size, note });
      return checkpoint;
    });
  };
}

const sizeOf = (note: string | null): number => (note === null ? -1 : (readUnverified(note)?.size ?? -1));

async function readRoots(tx: Transaction, sizes: readonly number[]): Promise<readonly Buffer[]> {
  const runs = sizes.filter((size) => size > 0).map((to) => ({ from: 0, to }));
  const hashes = (await readRunHashes(tx, runs)).values();
  return sizes.map((size) => (size === 0 ? emptyRoot : (hashes.next().value as Buffer)));
}

/** The log's size and root, if it continues both notes. */
async function readChecked(
  tx: Transaction,
  copied: string | null,
  published: string | null,
): Promise<{ readonly size: number; readonly root: Buffer }> {
  const { size } = await readLogState(tx);
  const known = [
    { note: copied, ahead: "copyAhead", differs: "copyDiffers" },
    { note: published, ahead: "publishedAhead", differs: "publishedDiffers" },
  ] as const;
  const earlier = known.flatMap(({ note, ...codes }) => {
    const checkpoint = note === null ? null : readUnverified(note);
    return checkpoint ? [{ ...checkpoint, ...codes }] : [];
  });
  for (const { size: held, ahead } of earlier) if (held > size) throw new AuditLogError(ahead);
  const [root = emptyRoot, ...roots] = await readRoots(tx, [size, ...earlier.map((one) => one.size)]);
  earlier.forEach(({ root: expected, differs }, at) => {
    if (!roots[at]?.equals(expected)) throw new AuditLogError(differs);
  });
  return { size, root };
}
