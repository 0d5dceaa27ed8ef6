import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { listHouseholdsSeen, listMembers, listStandings } from "./household-repository.ts";
import type { HouseholdChoiceView, HouseholdsView } from "./household-view.ts";

/** The households that an advisor sees, without a figure and so without a note, and whom they can put into one. */
export async function listHouseholds(ctx: Context): Promise<HouseholdsView> {
  requirePermission(ctx, "household.read");
  const { households, members, standings } = await inSearchTransaction(ctx, async (tx) => ({
    households: await listHouseholdsSeen(tx),
    members: await listMembers(tx, null),
    standings: await listStandings(tx, null),
  }));
  const choices = choicesOf(await listConsents(ctx));
  const shared = new Set(choices.map(({ id }) => id));
  return {
    households: households.map(({ householdId, name }) => {
      const own = members.filter((member) => member.householdId === householdId);
      const isShared = own.filter(({ investorId }) => shared.has(investorId));
      const hidden = standings.get(householdId)?.hidden ?? 0;
      return { id: householdId, name, members: own.length + hidden, shared: isShared.length };
    }),
    choices,
  };
}

/** Everybody of whom a consent in force names the advisor, by name. */
export function choicesOf(consents: readonly ConsentView[]): readonly HouseholdChoiceView[] {
  const found = new Map(
    consents
      .filter(({ isInForce }) => isInForce)
      .map(({ investor }) => [investor.id, { id: investor.id, name: investor.name }]),
  );
  return [...found.values()].sort((one, other) => (one.name ?? "").localeCompare(other.name ?? ""));
}
