import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type HouseholdId, newId } from "#lib/kernel/id.ts";
import { householdMade } from "./audit-events.ts";
import { householdName, memberIds } from "./household.ts";
import { insertHousehold, insertMembers } from "./household-repository.ts";

export const MakeHousehold = z.strictObject({ name: householdName, member: memberIds });
export type MakeHousehold = z.output<typeof MakeHousehold>;

/** Groups clients. The database takes those alone of whom a consent in force names the advisor. */
export async function makeHousehold(
  ctx: Context,
  { name, member }: MakeHousehold,
): Promise<{ readonly householdId: HouseholdId }> {
  requirePermission(ctx, "household.change");
  const { actor } = ctx;
  if (actor.type !== "advisor") throw new AppError("auth.forbidden");
  const { tenantId, personId } = actor;
  const householdId = newId<"hhd">("hhd");
  const madeAt = ctx.clock.now();
  await inTransaction(ctx, async (tx) => {
    await insertHousehold(tx, { tenantId, householdId, name, madeBy: personId, madeAt });
    await insertMembers(tx, { tenantId, householdId }, member, madeAt);
    await appendAudit(tx, ctx, householdMade({ householdId, members: member }));
  });
  return { householdId };
}
