import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { AppError } from "#lib/kernel/errors.ts";
import type { Context } from "./context.ts";
import { inTransaction } from "./transaction.ts";

export interface RateLimit {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

/**
 * Counts one of `key` in the running window and says which it was: for what is both limited and watched. It commits
 * on its own, like a turn.
 */
export async function countTurn(
  ctx: Context,
  { name, windowSeconds }: Pick<RateLimit, "name" | "windowSeconds">,
  key: string,
): Promise<number> {
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ count: number }>(sql`select gate.count(${bucketOf(name, key)}, ${windowSeconds}) as count`),
  );
  return rows[0]?.count ?? 0;
}

const bucketOf = (name: string, key: string): Buffer =>
  createHash("sha256").update(`${name}\n${key}`).digest();

/**
 * Takes one turn of `key` in the running window or refuses. It commits on its own, so a refused
 * attempt still counts. The key (an address, say) is hashed and kept for the window only.
 */
export async function takeTurn(
  ctx: Context,
  { name, limit, windowSeconds }: RateLimit,
  key: string,
): Promise<void> {
  const bucket = bucketOf(name, key);
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ wait: number }>(sql`select gate.take(${bucket}, ${limit}, ${windowSeconds}) as wait`),
  );
  const [row] = rows;
  if (row && row.wait > 0)
    throw new AppError("auth.too_many_attempts", { limit: name, retryAfterSeconds: row.wait });
}

/** Gives back a turn that was taken for what turned out to cost nothing. */
export async function giveTurnBack(
  ctx: Context,
  { name, windowSeconds }: Pick<RateLimit, "name" | "windowSeconds">,
  key: string,
): Promise<void> {
  const bucket = bucketOf(name, key);
  await inTransaction(ctx, (tx) => tx.execute(sql`select gate.give_back(${bucket}, ${windowSeconds})`));
}
