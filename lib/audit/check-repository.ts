import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { LogFault } from "./view.ts";

export interface CheckState {
  readonly checkedAt: Date | null;
  /** The tile at which the way through the whole log goes on. */
  readonly nextTile: number;
  readonly fault: { readonly kind: LogFault; readonly at: number } | null;
}

interface Row extends Record<string, unknown> {
  readonly checked_at: Date | string | null;
  readonly next_tile: string;
  readonly fault: LogFault | null;
  readonly fault_at: string | null;
}

const columns = sql`checked_at, next_tile, fault, fault_at`;

function toState(row: Row | undefined): CheckState {
  if (!row) throw new Error("the log's check has no state");
  return {
    checkedAt: row.checked_at === null ? null : new Date(row.checked_at),
    nextTile: Number(row.next_tile),
    fault: row.fault === null ? null : { kind: row.fault, at: Number(row.fault_at) },
  };
}

export async function readCheckState(tx: Transaction): Promise<CheckState> {
  const { rows } = await tx.execute<Row>(sql`select ${columns} from audit_check_state`);
  return toState(rows[0]);
}

export async function lockCheckState(tx: Transaction): Promise<CheckState> {
  const { rows } = await tx.execute<Row>(sql`select ${columns} from audit_check_state for update`);
  return toState(rows[0]);
}

export async function saveCheckState(tx: Transaction, { checkedAt, nextTile, fault }: CheckState) {
  await tx.execute(sql`update audit_check_state set checked_at = ${checkedAt?.toISOString() ?? null}::timestamptz,
    next_tile = ${nextTile}, fault = ${fault?.kind ?? null}, fault_at = ${fault?.at ?? null},
    right_since = case when ${fault === null} then coalesce(right_since, ${checkedAt?.toISOString() ?? null}::timestamptz) end`);
}

export interface StoredTile {
  readonly level: number;
  readonly index: number;
  readonly root: Buffer;
  readonly hashes: Buffer;
}

/** A full tile of leaves and those above it, as far as they are full, from the leaves up. */
export async function readTilesAbove(tx: Transaction, tile: number): Promise<readonly StoredTile[]> {
  const { rows } = await tx.execute<{ level: number; index: string; root: Buffer; hashes: Buffer }>(sql`
    select t.level, t.tile_index as index, t.root, t.hashes from audit_tiles t
    where t.tile_index = ${tile}::bigint >> (8 * t.level) order by t.level`);
  return rows.map((row) => ({ ...row, index: Number(row.index) }));
}
