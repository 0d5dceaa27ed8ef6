import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { listConsentingInvestors } from "./party-repository.ts";
import { databaseNow, listStandingsSeen } from "./repository.ts";
import type { StandingView } from "./view.ts";

/** How each consent stands that names the acting recipient, with the investor's name: row security decides which. */
export async function listStandings(ctx: Context): Promise<readonly StandingView[]> {
  requirePermission(ctx, "consent.read");
  return inSearchTransaction(ctx, async (tx) => {
    const [rows, names, now] = await tx.inOneRound([
      () => listStandingsSeen(tx),
      () => listConsentingInvestors(tx),
      () => databaseNow(tx),
    ]);
    const asOf = now.toISOString();
    return rows.map(({ investorId, state, requestedAt, answerBy, validUntil, endedAt }) => ({
      ...{ state, asOf, investor: { id: investorId, name: names.get(investorId) ?? null } },
      isInForce: state === "given" && validUntil !== null && validUntil > now,
      isAnswerable: validUntil === null && endedAt === null && answerBy > now,
      ...{ requestedAt: requestedAt.toISOString(), answerBy: answerBy.toISOString() },
      validUntil: validUntil?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    }));
  });
}
