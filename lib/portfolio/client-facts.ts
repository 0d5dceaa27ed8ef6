import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { ClientFactsView } from "./client-view.ts";

/** Asked for after what the consents allow was read, so that a page never says more of them than it shows. */
export async function clientFacts(
  ctx: Context,
  investorId: PersonId,
  { granted, hidden }: { readonly granted: readonly Granted[]; readonly hidden: number },
): Promise<ClientFactsView> {
  requirePermission(ctx, "book.read");
  const consents = (await listConsents(ctx)).filter(({ investor }) => investor.id === investorId);
  return {
    ...{ id: investorId, consents },
    name: consents[0]?.investor.name ?? null,
    isNoted: granted.length > 0,
    hiddenAccounts: granted.length > 0 ? hidden : 0,
  };
}
