import { sql } from "drizzle-orm";
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

/** Full tiles as they are kept; one at the right edge from the hashes that it will be made of. One statement for all. */
async function readTiles(tx: Transaction, names: readonly TileName[]): Promise<Tiles> {
  if (names.length === 0) return new Map();
  const wanted = names.map(({ level, index }) => sql`(${level}::smallint, ${index}::bigint)`);
  const { rows } = await tx.execute<{ level: number; index: string; hashes: Buffer }>(sql`
    select w.level, w.index, coalesce(
      (select t.hashes from audit_tiles t where t.level = w.level and t.tile_index = w.index),
      case when w.level = 0 then gate.audit_leaf_hashes(w.index * ${tileWidth})
      else (select string_agg(t.root, ''::bytea order by t.tile_index) from audit_tiles t
        where t.level = w.level - 1 and t.tile_index >= w.index * ${tileWidth}
          and t.tile_index < (w.index + 1) * ${tileWidth}) end,
      ''::bytea) as hashes
    from (values ${sql.join(wanted, sql`, `)}) as w (level, index)`);
  return new Map(rows.map(({ level, index, hashes }) => [tileKey({ level, index: Number(index) }), hashes]));
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
  const hashes = (await readTiles(tx, [name])).get(tileKey(name));
  if (hashes?.length !== tileBytes) throw new AuditLogError("incomplete");
  return { level: name.level, tileIndex: name.index, root: foldHashes(hashes), hashes };
}
