import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { appendAudit } from "./append.ts";
import { AuditLogError } from "./audit-log-error.ts";
import {
  type CheckState,
  lockCheckState,
  readCheckState,
  readTilesAbove,
  saveCheckState,
} from "./check-repository.ts";
import { readUnverified } from "./checkpoint.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";
import { findable } from "./index-entries.ts";
import { readIndexable, readIndexState, readUnfindable } from "./index-repository.ts";
import { logCheckFailed, logCheckRecovered } from "./log-events.ts";
import { emptyRoot, hashBytes, leafHash } from "./merkle.ts";
import { readRunHashes } from "./tile-repository.ts";
import { foldHashes, tileWidth } from "./tiles.ts";
import type { LogFault } from "./view.ts";

/** How often the log is checked, by whichever worker comes first. */
export const checkEveryMs = 60_000;
/** Tiles of 256 entries: the newest ones each time, and so many more on the way through the whole log. */
const newestTiles = 4;
const furtherTiles = 8;

type Fault = NonNullable<CheckState["fault"]>;

/**
 * Compares the newest entries, and some more of the whole log each time, with what the log has of them, and the log with
 * its last checkpoint. What was found wrong is looked at again each time, and stays found until it is right. `null` where
 * another process has just done so.
 */
export async function checkLog(ctx: Context, origin: string): Promise<CheckState | null> {
  requirePermission(ctx, "audit.check");
  const { before, indexed, size } = await inTransaction(ctx, async (tx) => ({
    before: await readCheckState(tx),
    ...(await readIndexState(tx)),
  }));
  const sinceMs = ctx.clock.now().getTime() - (before.checkedAt?.getTime() ?? 0);
  if (sinceMs >= 0 && sinceMs < checkEveryMs / 2) return null;
  const tiles = Math.ceil(size / tileWidth);
  const nextTile = before.nextTile < tiles ? before.nextTile : 0;
  let fault = await inTransaction(ctx, (tx) => checkCheckpoint(tx, origin, size));
  for (const tile of tilesToCheck(tiles, nextTile, before.fault)) {
    if (fault) break;
    fault = await inTransaction(ctx, (tx) => checkTile(tx, tile, { indexed, size }));
  }
  const after = { checkedAt: ctx.clock.now(), nextTile: nextTile + furtherTiles, fault };
  await inTransaction(ctx, async (tx) => {
    const { fault: known } = await lockCheckState(tx);
    await saveCheckState(tx, after);
    if (fault && (known?.kind !== fault.kind || known.at !== fault.at)) {
      await appendAudit(tx, ctx, logCheckFailed({ fault: fault.kind, at: fault.at }));
    }
    if (known && !fault) await appendAudit(tx, ctx, logCheckRecovered({ size }));
  });
  return after;
}

function tilesToCheck(tiles: number, next: number, fault: Fault | null): readonly number[] {
  const from = Math.max(0, tiles - newestTiles);
  const newest = Array.from({ length: tiles - from }, (_, at) => from + at);
  const further = Array.from({ length: furtherTiles }, (_, at) => next + at);
  const again = fault ? [Math.floor(fault.at / tileWidth)] : [];
  return [...new Set([...again, ...newest, ...further])].filter((tile) => tile < tiles);
}

const faultAt = (kind: LogFault, at: number): Fault => ({ kind, at });

/** The last checkpoint says what the tree of the log is. A missing hash is a fault, and no failure of the check. */
async function checkCheckpoint(tx: Transaction, origin: string, size: number): Promise<Fault | null> {
  const latest = await readLatestCheckpoint(tx, origin);
  const said = latest && readUnverified(latest.note);
  if (!said) return latest ? faultAt("checkpointDiffers", latest.size) : null;
  if (said.size > size) return faultAt("checkpointDiffers", said.size);
  try {
    const [root = emptyRoot] = said.size === 0 ? [] : await readRunHashes(tx, [{ from: 0, to: said.size }]);
    return root.equals(said.root) ? null : faultAt("checkpointDiffers", said.size);
  } catch (failure) {
    if (failure instanceof AuditLogError) return faultAt("tileMissing", said.size);
    throw failure;
  }
}

/** Entries against leaves, leaves against their tile, that against those above it, and entries against the index. */
async function checkTile(
  tx: Transaction,
  tile: number,
  { indexed, size }: { readonly indexed: number; readonly size: number },
): Promise<Fault | null> {
  const run = { from: tile * tileWidth, to: Math.min((tile + 1) * tileWidth, size) };
  const entries = await readIndexable(tx, run);
  if (entries.length !== run.to - run.from) return faultAt("leavesMissing", run.from);
  for (const { index, body, leafHash: stored } of entries) {
    if (body === null) return faultAt("entryMissing", index);
    if (!leafHash(body).equals(stored)) return faultAt("entryChanged", index);
  }
  if (entries.length === tileWidth) {
    const leaves = Buffer.concat(entries.map((entry) => entry.leafHash));
    const wrong = await checkTree(tx, tile, leaves);
    if (wrong) return faultAt(wrong, run.from);
  }
  const searchable = entries.filter(({ index }) => index < indexed).flatMap(findable);
  const unfindable = await readUnfindable(tx, searchable);
  return unfindable === null ? null : faultAt("indexIncomplete", unfindable);
}

async function checkTree(tx: Transaction, tile: number, leaves: Buffer): Promise<LogFault | null> {
  const [own, ...above] = await readTilesAbove(tx, tile);
  if (own?.level !== 0) return "tileMissing";
  if (!own.hashes.equals(leaves) || !own.root.equals(foldHashes(leaves))) return "tileDiffers";
  let below = own;
  for (const next of above) {
    const at = (below.index % tileWidth) * hashBytes;
    const isSame = next.hashes.subarray(at, at + hashBytes).equals(below.root);
    if (!isSame || !next.root.equals(foldHashes(next.hashes))) return "treeDiffers";
    below = next;
  }
  return null;
}
