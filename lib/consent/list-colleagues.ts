import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import type { PartyView } from "./view.ts";

/** The other advisors of the acting advisor's firm who work there now: whom a request may name beside them. */
export async function listColleagues(
  ctx: Context,
): Promise<readonly (PartyView & { readonly name: string })[]> {
  const { personId: self } = requirePerson(ctx, "consent.request");
  const advisors = await inTransaction(ctx, listFirmAdvisors);
  return advisors
    .filter(({ personId, isDisabled }) => personId !== self && !isDisabled)
    .map(({ personId, name }) => ({ id: personId, name }));
}
