import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type FirmAdvisor, listFirmAdvisors } from "./party-repository.ts";
import type { Recipients } from "./terms.ts";

/** The named advisors, each of whom works for the firm now. */
export async function requireAdvisors(
  tx: Transaction,
  { advisorIds }: Recipients,
): Promise<readonly FirmAdvisor[]> {
  if (advisorIds.length === 0) return [];
  const advisors = await listFirmAdvisors(tx);
  return advisorIds.map((advisorId) => {
    const advisor = advisors.find(({ personId, isDisabled }) => personId === advisorId && !isDisabled);
    if (!advisor) throw new AppError("consent.party_unknown", { advisorId });
    return advisor;
  });
}
