import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ClientId, ConsentId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";

/** An advisor, a program, or the firm for all of its advisors. */
export type RecipientId = TenantId | PersonId | ClientId;

export interface Grant {
  readonly tenantId: TenantId;
  readonly consentId: ConsentId;
  readonly investorId: PersonId;
  readonly accountId: AccountId;
  readonly recipientId: RecipientId;
  readonly cluster: DataCluster;
  readonly historyFrom: string | null;
  /** What whoever sees by it is not shown, though another consent may have had it stored. */
  readonly leavesOut: Leavable[];
  readonly validFrom: Date;
  readonly validUntil: Date;
}

export function recipientsOf({ tenantId, terms: { recipients } }: GivenConsent): readonly RecipientId[] {
  const { wholeTeam, advisorIds, clientIds } = recipients;
  return [...(wholeTeam ? [tenantId] : []), ...advisorIds, ...clientIds];
}

/** A consent as the database enforces it: one row per account, recipient and kind of data; none without accounts. */
export function grantsOf(consent: GivenConsent, validFrom: Date): readonly Grant[] {
  const { tenantId, consentId, investorId, validUntil, accountIds, terms } = consent;
  const about = { tenantId, consentId, investorId, validFrom, validUntil };
  return (accountIds ?? []).flatMap((accountId) =>
    recipientsOf(consent).flatMap((recipientId) =>
      terms.clusters.map(({ cluster, historyFrom, leavesOut }) => ({
        ...about,
        accountId,
        recipientId,
        cluster,
        historyFrom,
        leavesOut,
      })),
    ),
  );
}
