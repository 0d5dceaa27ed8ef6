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
 * Takes one turn of `key` in the running window or refuses. It commits on its own, so a refused
 * attempt still counts. The key (an address, say) is hashed and kept for the window only.
 */
export async function takeTurn(
  ctx: Context,
  { name, limit, windowSeconds }: RateLimit,
  key: string,
): Promise<void> {
  const bucket = createHash("sha256").update(`${name}\n${key}`).digest();
  const { rows } = await inTransaction(ctx, (tx) =>
    tx.execute<{ wait: number }>(sql`select gate.take(${bucket}, ${limit}, ${windowSeconds}) as wait`),
  );
  const [row] = rows;
  if (row && row.wait > 0)
    throw new AppError("auth.too_many_attempts", { limit: name, retryAfterSeconds: row.wait });
}
