import { z } from "zod";
import { type HouseholdId, idSchema, type PersonId, type TenantId } from "#lib/kernel/id.ts";

/** Clients whom the advisors of a firm look at together. What is shown of each is that client's consents' to say. */
export interface Household {
  readonly tenantId: TenantId;
  readonly householdId: HouseholdId;
  readonly name: string;
  readonly madeBy: PersonId;
  readonly madeAt: Date;
}

export const mostMembers = 20;

/** The firm's own text, on one line. */
export const householdName = z
  .string()
  .transform((text) => text.replaceAll(/\s+/g, " ").trim())
  .pipe(z.string().min(1).max(80));

/** A form with one box ticked sends a text, and with none nothing. */
export const memberIds = z
  .preprocess(
    (given) => (given === undefined ? [] : typeof given === "string" ? [given] : given),
    z.array(idSchema("per")).min(1).max(mostMembers),
  )
  .transform((ids) => [...new Set(ids)]);

/** Who joins and who leaves where these are to be the members. */
export function membersBetween(
  before: readonly PersonId[],
  after: readonly PersonId[],
): { readonly joining: readonly PersonId[]; readonly leaving: readonly PersonId[] } {
  return {
    joining: after.filter((id) => !before.includes(id)),
    leaving: before.filter((id) => !after.includes(id)),
  };
}
