import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type Granted, grantedTo } from "./granted.ts";
import { databaseNow, listConsentsOfAll } from "./repository.ts";
import { askerOf } from "./require-access.ts";

/** What a recipient may see of each of these investors at this moment. Who shares nothing is not among them. */
export async function readGrantedOfAll(
  tx: Transaction,
  ctx: Context,
  investorIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly Granted[]>> {
  requirePermission(ctx, "consent.rely");
  const consents = await listConsentsOfAll(tx, investorIds);
  const asker = await askerOf(tx, ctx);
  const now = await databaseNow(tx);
  const granted = [...Map.groupBy(consents, ({ investorId }) => investorId)].map(
    ([investorId, own]) => [investorId, grantedTo(asker, investorId, own, now)] as const,
  );
  return new Map(granted.filter(([, found]) => found.length > 0));
}
