import { and, eq, inArray, sql } from "drizzle-orm";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { HouseholdId, PersonId } from "#lib/kernel/id.ts";
import type { Household } from "./household.ts";
import { householdMembers, households } from "./schema.ts";

export interface Member {
  readonly householdId: HouseholdId;
  readonly investorId: PersonId;
  readonly joinedAt: Date;
}

export async function insertHousehold(tx: Transaction, household: Household): Promise<void> {
  await tx.insert(households).values(household);
}

/** Row security takes those alone of whom a consent in force names the actor. */
export async function insertMembers(
  tx: Transaction,
  { tenantId, householdId }: Pick<Household, "tenantId" | "householdId">,
  investorIds: readonly PersonId[],
  joinedAt: Date,
): Promise<void> {
  if (investorIds.length === 0) return;
  try {
    await tx
      .insert(householdMembers)
      .values(investorIds.map((investorId) => ({ tenantId, householdId, investorId, joinedAt })));
  } catch (failure) {
    if (postgresCode(failure) !== "42501") throw failure;
    throw new AppError("household.member_not_shared", { householdId }, { cause: failure });
  }
}

/** Those that the actor may see: as a member's advisor, as whoever made it, or as who is in it. */
export async function listHouseholdsSeen(tx: Transaction): Promise<readonly Household[]> {
  return tx.select().from(households).orderBy(households.name, households.householdId);
}

export async function findHousehold(tx: Transaction, householdId: HouseholdId): Promise<Household> {
  const [found] = await tx.select().from(households).where(eq(households.householdId, householdId));
  if (!found) throw new AppError("household.not_found", { householdId });
  return found;
}

/** Nobody else changes it until this transaction ends. */
export async function lockHousehold(tx: Transaction, householdId: HouseholdId): Promise<Household> {
  const [found] = await tx
    .select()
    .from(households)
    .where(eq(households.householdId, householdId))
    .for("update");
  if (!found) throw new AppError("household.not_found", { householdId });
  return found;
}

export type Standing = {
  /** How many of its members share nothing with the acting advisor: who they are is not theirs to know. */
  readonly hidden: number;
  /** Whether they may rename and dissolve it: they made it, or every member shares with them. */
  readonly isWhole: boolean;
};

/** How an advisor stands to a household, or to each one that is there for them. */
export async function listStandings(
  tx: Transaction,
  ofHousehold: HouseholdId | null,
): Promise<ReadonlyMap<HouseholdId, Standing>> {
  const { rows } = await tx.execute<Standing & { id: HouseholdId }>(
    sql`select household_id as id, gate.hidden_members(household_id) as hidden,
        household_id in (select gate.whole_households()) as "isWhole"
      from ${households} where ${ofHousehold ? eq(households.householdId, ofHousehold) : sql`true`}`,
  );
  return new Map(rows.map(({ id, hidden, isWhole }) => [id, { hidden, isWhole }]));
}

/** Of one household, or of all; for an advisor those alone who share something with them now. */
export async function listMembers(
  tx: Transaction,
  ofHousehold: HouseholdId | null,
): Promise<readonly Member[]> {
  const { householdId, investorId, joinedAt } = householdMembers;
  return tx
    .select({ householdId, investorId, joinedAt })
    .from(householdMembers)
    .where(ofHousehold ? eq(householdId, ofHousehold) : undefined)
    .orderBy(householdId, investorId);
}

export async function saveName(tx: Transaction, { householdId, name }: Household): Promise<void> {
  try {
    const { rowCount } = await tx
      .update(households)
      .set({ name })
      .where(eq(households.householdId, householdId));
    if (rowCount !== 1) throw new AppError("household.not_found", { householdId });
  } catch (failure) {
    if (postgresCode(failure) !== "42501") throw failure;
    throw new AppError("household.not_whole", { householdId }, { cause: failure });
  }
}

export async function deleteMembers(
  tx: Transaction,
  householdId: HouseholdId,
  investorIds: readonly PersonId[],
): Promise<void> {
  if (investorIds.length === 0) return;
  const { rowCount } = await tx
    .delete(householdMembers)
    .where(
      and(
        eq(householdMembers.householdId, householdId),
        inArray(householdMembers.investorId, [...investorIds]),
      ),
    );
  if (rowCount !== investorIds.length) throw new AppError("household.not_found", { householdId });
}

/** One that the caller has locked. */
export async function deleteHousehold(tx: Transaction, householdId: HouseholdId): Promise<void> {
  const { rowCount } = await tx.delete(households).where(eq(households.householdId, householdId));
  if (rowCount !== 1) throw new AppError("household.not_whole", { householdId });
}

/** Row security lets it happen only to whose records are erased already. */
export async function deleteMembershipsOf(tx: Transaction, investorId: PersonId): Promise<void> {
  const isTheirs = sql`investor_id = ${investorId}`;
  const { rows } = await tx.execute<{ household_id: string }>(
    sql`select household_id from ${householdMembers} where ${isTheirs}`,
  );
  if (rows.length === 0) return;
  await tx.execute(sql`delete from ${householdMembers} where ${isTheirs}`);
  const left = await tx.execute(sql`select 1 from ${householdMembers} where ${isTheirs} limit 1`);
  if (left.rows.length > 0) throw new AppError("disclosure.records_not_erased", { investorId });
  const ids = rows.map(({ household_id: id }) => id);
  await tx.execute(sql`delete from ${households} where household_id = any(${sql.param(ids)})`);
}
