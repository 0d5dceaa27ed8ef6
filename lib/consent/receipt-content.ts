import type { ConsentId } from "#lib/kernel/id.ts";
import type { ConsentContent, Receipt } from "#lib/receipts/receipt.ts";
import type { ConsentAct } from "./history.ts";
import type { Snapshot } from "./snapshot.ts";

/** The text that was agreed to last. */
export type Notice = ConsentContent["notice"];

export interface Parties {
  readonly firm: Receipt["controller"];
  readonly names: ReadonlyMap<string, string>;
}

const changes: readonly ConsentAct[] = ["accountsChosen", "amended", "renewed"];

export function receiptKindOf(act: ConsentAct): Exclude<Receipt["kind"], "credentialDeleted"> {
  if (act === "given") return "consentGiven";
  return changes.includes(act) ? "consentChanged" : "consentEnded";
}

/** A consent as a receipt says it. */
export function receiptContent(
  consentId: ConsentId,
  revision: number,
  { state, terms, accountIds, region, givenAt, validUntil, endedAt, deleteDataNow }: Snapshot,
  notice: Notice,
  parties: Parties,
): ConsentContent {
  return {
    ...{ consentId, revision, state, notice },
    recipients: recipientsOf(terms.recipients, parties),
    categories: terms.clusters.map(({ cluster, purposes, historyFrom, leavesOut }) => ({
      ...{ category: cluster, purposes: [...purposes], historyFrom },
      ...(leavesOut.length > 0 ? { leavesOut: [...leavesOut] } : {}),
    })),
    accounts: accountIds,
    psd2ExplicitConsent: true,
    lawfulBasis: terms.lawfulBasis,
    accessesPerDay: terms.access.kind === "oneOff" ? null : terms.access.perDay,
    ...{ givenAt, validUntil, endedAt },
    retentionAfterEndDays: deleteDataNow ? 0 : terms.retentionDays,
    storageRegion: region,
    collectionMethod: "portal",
    withdrawalMethod: "portal",
  };
}

function recipientsOf(
  { wholeTeam, advisorIds, clientIds }: Snapshot["terms"]["recipients"],
  { firm, names }: Parties,
): ConsentContent["recipients"] {
  return [
    ...(wholeTeam ? [{ kind: "firm" as const, ...firm }] : []),
    ...advisorIds.map((id) => ({ kind: "advisor" as const, id, name: names.get(id) ?? null })),
    ...clientIds.map((id) => ({ kind: "program" as const, id, name: null })),
  ];
}
