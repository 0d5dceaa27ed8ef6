import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { type GrantedReading, listGrantedReadings } from "./granted-repository.ts";

export type { GrantedReading };

/** How reading goes of each investor of whom the acting recipient may see something: row security decides. */
export async function listReadings(ctx: Context): Promise<readonly GrantedReading[]> {
  requirePermission(ctx, "book.read");
  return inSearchTransaction(ctx, listGrantedReadings);
}
