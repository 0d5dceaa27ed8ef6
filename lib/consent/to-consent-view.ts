import type { PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import { addDays } from "./validity.ts";
import type { ConsentView, PartyView } from "./view.ts";

export type Names = ReadonlyMap<PersonId, string>;

export function toConsentView(consent: Consent, names: Names, now: Date): ConsentView {
  const { terms, accountIds } = consent;
  const { validity, endedAt } = spanOf(consent);
  const party = (id: PersonId): PartyView => ({ id, name: names.get(id) ?? null });
  const { wholeTeam, advisorIds, clientIds } = terms.recipients;
  return {
    id: consent.consentId,
    state: consent.state,
    isInForce: consent.state === "given" && consent.validUntil > now,
    investor: party(consent.investorId),
    recipients: {
      wholeTeam,
      advisors: advisorIds.map(party),
      programs: clientIds.map((id) => ({ id, name: null })),
    },
    clusters: terms.clusters.map(({ cluster, purposes, historyFrom }) => ({
      cluster,
      purposes,
      historyFrom,
    })),
    perDay: terms.access.kind === "oneOff" ? null : terms.access.perDay,
    duration: terms.duration,
    accountIds: accountIds && [...accountIds],
    retentionDays: terms.retentionDays,
    lawfulBasis: terms.lawfulBasis,
    region: consent.region,
    requestedAt: consent.requestedAt.toISOString(),
    answerBy: consent.answerBy.toISOString(),
    givenAt: validity?.givenAt.toISOString() ?? null,
    validUntil: validity?.validUntil.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    keptUntil: validity && endedAt ? addDays(endedAt, terms.retentionDays).toISOString() : null,
    replacesId: consent.replacesId,
  };
}

function spanOf(consent: Consent) {
  if (consent.state === "given") return { validity: consent, endedAt: null };
  return "endedAt" in consent ? consent : { validity: null, endedAt: null };
}
