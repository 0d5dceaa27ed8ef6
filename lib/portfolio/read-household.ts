import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { consolidate } from "./consolidate.ts";
import type { Holdings } from "./holdings.ts";
import { findHousehold, listMembers, listStandings } from "./household-repository.ts";
import type { HouseholdDetailView, HouseholdMemberView } from "./household-view.ts";
import { choicesOf } from "./list-households.ts";
import { mergeHoldings } from "./merge-holdings.ts";
import { baseOf, type OwnMeans } from "./own-means.ts";
import { readClientHoldings } from "./read-client-holdings.ts";

export const ReadHousehold = z.strictObject({ householdId: idSchema("hhd") });
export type ReadHousehold = z.output<typeof ReadHousehold>;

/**
 * What the members of a household have together, as far as each one's consents allow at this moment: of each it is noted
 * in their own list first. Of members who share nothing there is a number, and they are in no figure.
 */
export async function readHousehold(
  ctx: Context,
  means: OwnMeans,
  { householdId }: ReadHousehold,
): Promise<HouseholdDetailView> {
  requirePermission(ctx, "household.read");
  const { household, standing, members } = await inTransaction(ctx, async (tx) => ({
    household: await findHousehold(tx, householdId),
    standing: (await listStandings(tx, householdId)).get(householdId),
    members: (await listMembers(tx, householdId)).map(({ investorId }) => investorId),
  }));
  const inForce = new Set(choicesOf(await listConsents(ctx)).map(({ id }) => id));
  const read = new Map<PersonId, Holdings>();
  for (const investorId of members) {
    if (!inForce.has(investorId)) continue;
    const { holdings, granted } = await readClientHoldings(ctx, means.keys, {
      investorId,
      what: "household",
    });
    if (granted.length > 0) read.set(investorId, holdings);
  }
  // After what they allowed was read, so that no member is said to share more than is shown.
  const consents = await listConsents(ctx);
  const names = new Map(consents.map(({ investor }) => [investor.id, investor.name]));
  const choices = choicesOf(consents);
  const known = members.filter((id) => choices.some((choice) => choice.id === id));
  const base = baseOf(means);
  const { holdings, countedOnce } = mergeHoldings(
    known.flatMap((id) => read.get(id) ?? []),
    ctx.clock.now(),
  );
  return {
    ...{ id: householdId, name: household.name, countedOnce, currencies: means.rates.currencies },
    hiddenMembers: (standing?.hidden ?? 0) + members.length - known.length,
    isWhole: standing?.isWhole ?? false,
    members: known
      .map((id): HouseholdMemberView => {
        const own = read.get(id);
        const who = { id, name: names.get(id) ?? null };
        if (!own) return { kind: "notShared", ...who };
        const { netWorth, accounts, hiddenAccounts } = consolidate(own, means.rates, base);
        const accountIds = accounts.map((account) => account.id);
        return { kind: "shared", ...who, value: netWorth, hiddenAccounts, accountIds };
      })
      .sort((one, other) => (one.name ?? "").localeCompare(other.name ?? "")),
    wealth: consolidate(holdings, means.rates, base),
    choices,
  };
}
