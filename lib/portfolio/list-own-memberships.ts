import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listHouseholdsSeen, listMembers } from "./household-repository.ts";

export interface MembershipView {
  readonly householdId: string;
  /** As the firm calls it. */
  readonly name: string;
  readonly joinedAt: string;
}

/** The households that the firm has put the investor into. Who else is in them is not told. */
export async function listOwnMemberships(ctx: Context): Promise<readonly MembershipView[]> {
  requirePermission(ctx, "household.trace");
  return inTransaction(ctx, async (tx) => {
    const joined = new Map((await listMembers(tx, null)).map((one) => [one.householdId, one.joinedAt]));
    return (await listHouseholdsSeen(tx)).flatMap(({ householdId, name }) => {
      const at = joined.get(householdId);
      return at ? [{ householdId, name, joinedAt: at.toISOString() }] : [];
    });
  });
}
