import type { Consent } from "./consent.ts";

/** What a consent covers, as its events say it. */
export function coversOf({ tenantId, consentId, terms: { clusters, recipients } }: Consent) {
  const { wholeTeam, advisorIds, clientIds } = recipients;
  return {
    consentId,
    clusters: clusters.map(({ cluster }) => cluster),
    leavesOut: clusters.flatMap(({ leavesOut }) => leavesOut),
    recipients: [...(wholeTeam ? [tenantId] : []), ...advisorIds, ...clientIds],
  };
}
