import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { grantedTo } from "./granted.ts";
import { databaseNow, listConsentsOf } from "./repository.ts";
import { askerOf } from "./require-access.ts";

/**
 * A text that stays the same for as long as nothing changes in what the acting recipient may see of an investor: no
 * consent was given, changed, withdrawn or has come to its end since. For what goes on for longer than one transaction.
 */
export async function readConsentStanding(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<string> {
  requirePermission(ctx, "consent.rely");
  const consents = await listConsentsOf(tx, investorId);
  const granted = grantedTo(await askerOf(tx, ctx), investorId, consents, await databaseNow(tx));
  const lines = [
    ...consents.map(({ consentId, revision, state }) => `${consentId} ${revision} ${state}`),
    ...granted.map(({ accountId, cluster, historyFrom }) => `${accountId} ${cluster} ${historyFrom}`),
  ];
  return lines.sort().join("\n");
}
