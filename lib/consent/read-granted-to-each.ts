import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type Granted, grantedToEach } from "./granted.ts";
import type { RecipientId } from "./grants.ts";
import { databaseNow, listConsentsOf } from "./repository.ts";
import { holdConsentsOf } from "./retention-repository.ts";

export type GrantedToEach = ReadonlyMap<RecipientId, readonly Granted[]>;

/** What each recipient may see of an investor at this moment, for a job that makes ready what they are shown. */
export async function readGrantedToEach(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<GrantedToEach> {
  requirePermission(ctx, "consent.rely");
  return grantedToEach(investorId, await listConsentsOf(tx, investorId), await databaseNow(tx));
}

/** The same, and nobody gives, changes or ends any of it until the transaction is over. */
export async function holdGrantedToEach(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<GrantedToEach> {
  requirePermission(ctx, "consent.rely");
  const consents = await holdConsentsOf(tx, investorId);
  // After the hold, which may have been waited for.
  return grantedToEach(investorId, consents, await databaseNow(tx));
}
