import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type Granted, grantedTo } from "./granted.ts";
import { databaseNow, listConsentsOf } from "./repository.ts";
import { askerOf } from "./require-access.ts";

/**
 * What a recipient may see of an investor at this moment: nothing where all consents have ended. Of an investor who has
 * no consent that names them they are told that there is none, as row security would show it.
 */
export async function readGranted(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<readonly Granted[]> {
  requirePermission(ctx, "consent.rely");
  const consents = await listConsentsOf(tx, investorId);
  if (consents.length === 0) throw new AppError("consent.not_found", { investorId });
  return grantedTo(await askerOf(tx, ctx), investorId, consents, await databaseNow(tx));
}
