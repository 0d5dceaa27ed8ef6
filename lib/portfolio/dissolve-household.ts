import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { householdDissolved } from "./audit-events.ts";
import { deleteHousehold, listMembers, listStandings, lockHousehold } from "./household-repository.ts";

export const DissolveHousehold = z.strictObject({ householdId: idSchema("hhd") });
export type DissolveHousehold = z.output<typeof DissolveHousehold>;

/**
 * Ends the grouping and nothing else: no consent and no client changes by it. Its event names the members who share with
 * the advisor and counts the others.
 */
export async function dissolveHousehold(ctx: Context, { householdId }: DissolveHousehold): Promise<void> {
  requirePermission(ctx, "household.change");
  await inTransaction(ctx, async (tx) => {
    await lockHousehold(tx, householdId);
    const members = (await listMembers(tx, householdId)).map(({ investorId }) => investorId);
    const { hidden = 0 } = (await listStandings(tx, householdId)).get(householdId) ?? {};
    await deleteHousehold(tx, householdId);
    await appendAudit(tx, ctx, householdDissolved({ householdId, members, hidden }));
  });
}
