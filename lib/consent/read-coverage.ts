import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AccountId, ConsentId } from "#lib/kernel/id.ts";
import { databaseNow, findConsent } from "./repository.ts";
import type { Access, ClusterTerms } from "./terms.ts";

/** What may be read under a consent. */
export interface Coverage {
  readonly clusters: readonly ClusterTerms[];
  readonly accountIds: readonly AccountId[];
  readonly access: Access;
}

/**
 * What a job plans its reads by; `null` where the consent is not in force. It decides nothing: each read asks again,
 * in `whileConsented`.
 */
export async function readCoverage(
  tx: Transaction,
  ctx: Context,
  consentId: ConsentId,
): Promise<Coverage | null> {
  requirePermission(ctx, "consent.rely");
  const consent = await findConsent(tx, consentId);
  if (consent.state !== "given" || consent.validUntil <= (await databaseNow(tx))) return null;
  const { accountIds, terms } = consent;
  return { clusters: terms.clusters, accountIds: accountIds ?? [], access: terms.access };
}
