import { and, asc, eq, gte, lt, or, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AuditLogError } from "./audit-log-error.ts";
import { hashBytes, type Run } from "./merkle.ts";
import { auditTiles } from "./schema.ts";
import { foldHashes, runHash, type TileName, type Tiles, tileKey, tilesFor, tileWidth } from "./tiles.ts";

const tileBytes = tileWidth * hashBytes;

/** The hashes of these runs, in their order. They follow from a few tiles, however long the log is. */
export async function readRunHashes(tx: Transaction, runs: readonly Run[]): Promise<readonly Buffer[]> {
  const tiles = await readTiles(tx, tilesFor(runs));
  try {
    return runs.map((run) => runHash(run, tiles));
  } catch (cause) {
    throw new AuditLogError("incomplete", { cause });
  }
}

/** Full tiles as they are kept; one at the right edge from the hashes that it will be made of. */
export async function readTiles(tx: Transaction, names: readonly TileName[]): Promise<Tiles> {
  const found = new Map<string, Buffer>();
  if (names.length === 0) return found;
  const wanted = names.map(({ level, index }) =>
    and(eq(auditTiles.level, level), eq(auditTiles.tileIndex, index)),
  );
  const rows = await tx
    .select({ level: auditTiles.level, index: auditTiles.tileIndex, hashes: auditTiles.hashes })
    .from(auditTiles)
    .where(or(...wanted));
  for (const { hashes, ...name } of rows) found.set(tileKey(name), hashes);
  for (const name of names.filter((one) => !found.has(tileKey(one)))) {
    found.set(tileKey(name), await readEdge(tx, name));
  }
  return found;
}

async function readEdge(tx: Transaction, { level, index }: TileName): Promise<Buffer> {
  const first = index * tileWidth;
  if (level === 0) {
    const { rows } = await tx.execute<{ hashes: Buffer }>(
      sql`select gate.audit_leaf_hashes(${first}) as hashes`,
    );
    return rows[0]?.hashes ?? Buffer.alloc(0);
  }
  const below = await tx
    .select({ root: auditTiles.root })
    .from(auditTiles)
    .where(
      and(
        eq(auditTiles.level, level - 1),
        gte(auditTiles.tileIndex, first),
        lt(auditTiles.tileIndex, first + tileWidth),
      ),
    )
    .orderBy(asc(auditTiles.tileIndex));
  return Buffer.concat(below.map(({ root }) => root));
}

/** Keeps the tiles that became full while the log grew. Each is written once and never changed. */
export async function writeFullTiles(tx: Transaction, { from, to }: Run): Promise<void> {
  for (let level = 0, [below, above] = [from, to]; ; level++) {
    const first = Math.floor(below / tileWidth);
    const end = Math.floor(above / tileWidth);
    if (first === end) return;
    for (let index = first; index < end; index++) {
      await tx.insert(auditTiles).values(await fullTile(tx, { level, index }));
    }
    [below, above] = [first, end];
  }
}

async function fullTile(tx: Transaction, name: TileName) {
  const hashes = await readEdge(tx, name);
  if (hashes.length !== tileBytes) throw new AuditLogError("incomplete");
  return { level: name.level, tileIndex: name.index, root: foldHashes(hashes), hashes };
}
