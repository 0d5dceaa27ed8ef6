import type { ConsentId, PersonId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import type { HistoryEntry } from "./history.ts";
import { keptUntilOf } from "./validity.ts";
import type { ConsentView, EndingView, PartyView } from "./view.ts";

export type Names = ReadonlyMap<PersonId, string>;

/** What is known beside the consents themselves. */
export interface Beside {
  readonly names: Names;
  /** How those that ended did, as far as the reader may know. */
  readonly endings: ReadonlyMap<ConsentId, Pick<HistoryEntry, "actorType" | "actorId" | "reason">>;
  /** When the data of those that ended was deleted. */
  readonly deletions: ReadonlyMap<ConsentId, Date>;
  readonly now: Date;
}

export function toConsentView(consent: Consent, { names, endings, deletions, now }: Beside): ConsentView {
  const { terms, accountIds } = consent;
  const { validity, endedAt, deleteDataNow } = spanOf(consent);
  const party = (id: PersonId): PartyView => ({ id, name: names.get(id) ?? null });
  const { wholeTeam, advisorIds, clientIds } = terms.recipients;
  return {
    id: consent.consentId,
    state: consent.state,
    isInForce: consent.state === "given" && consent.validUntil > now,
    isAnswerable: validity === null && endedAt === null && consent.answerBy > now,
    asOf: now.toISOString(),
    investor: party(consent.investorId),
    requestedBy: { ...party(consent.requestedBy as PersonId), kind: requesterOf(consent) },
    recipients: {
      wholeTeam,
      advisors: advisorIds.map(party),
      programs: clientIds.map((id) => ({ id, name: null })),
    },
    clusters: terms.clusters.map(({ cluster, purposes, historyFrom, leavesOut }) => ({
      ...{ cluster, purposes, historyFrom, leavesOut },
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
    ending: endingOf(endings.get(consent.consentId), names),
    keptUntil:
      validity && endedAt
        ? keptUntilOf({ endedAt, deleteDataNow, retentionDays: terms.retentionDays }).toISOString()
        : null,
    deletedWithEnd: deleteDataNow,
    dataDeletedAt: deletions.get(consent.consentId)?.toISOString() ?? null,
    replacesId: consent.replacesId,
  };
}

function spanOf(consent: Consent) {
  const notEnded = { endedAt: null, deleteDataNow: false };
  if (consent.state === "given") return { validity: consent, ...notEnded };
  return "endedAt" in consent ? consent : { validity: null, ...notEnded };
}

function requesterOf({ requestedBy, investorId }: Consent): ConsentView["requestedBy"]["kind"] {
  if (requestedBy === investorId) return "investor";
  return requestedBy.startsWith("cli_") ? "program" : "advisor";
}

function endingOf(
  last: Pick<HistoryEntry, "actorType" | "actorId" | "reason"> | undefined,
  names: Names,
): EndingView | null {
  if (!last?.reason) return null;
  return { by: last.actorType, name: names.get(last.actorId as PersonId) ?? null, reason: last.reason };
}
