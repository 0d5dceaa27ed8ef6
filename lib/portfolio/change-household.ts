import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { householdChanged } from "./audit-events.ts";
import { householdName, memberIds, membersBetween } from "./household.ts";
import {
  deleteMembers,
  insertMembers,
  listMembers,
  lockHousehold,
  saveName,
} from "./household-repository.ts";

export const ChangeHousehold = z.strictObject({
  householdId: idSchema("hhd"),
  name: householdName,
  member: memberIds,
});
export type ChangeHousehold = z.output<typeof ChangeHousehold>;

/**
 * Gives a household its name and, of those who share with the advisor now, its members. Of the others nobody joins and
 * nobody leaves.
 */
export async function changeHousehold(
  ctx: Context,
  { householdId, name, member }: ChangeHousehold,
): Promise<void> {
  requirePermission(ctx, "household.change");
  await inTransaction(ctx, async (tx) => {
    const household = await lockHousehold(tx, householdId);
    const before = (await listMembers(tx, householdId)).map(({ investorId }) => investorId);
    const { joining, leaving } = membersBetween(before, member);
    const isRenamed = name !== household.name;
    if (!isRenamed && joining.length === 0 && leaving.length === 0) return;
    // Who leaves may be whom alone the advisor sees it by, so they go last.
    if (isRenamed) await saveName(tx, { ...household, name });
    await insertMembers(tx, household, joining, ctx.clock.now());
    await deleteMembers(tx, householdId, leaving);
    await appendAudit(
      tx,
      ctx,
      householdChanged({ householdId, isRenamed, joined: [...joining], left: [...leaving] }),
    );
  });
}
