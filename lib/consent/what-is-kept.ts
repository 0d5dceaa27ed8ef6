import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Consent } from "./consent.ts";
import type { ClusterTerms } from "./terms.ts";
import { keptUntilOf } from "./validity.ts";

/** What may be kept of one kind of data of one account. */
export interface KeptData {
  /** The first day; `null` is all of it. */
  readonly from: string | null;
  readonly leavesOut: readonly Leavable[];
}

export type KeptAccounts = ReadonlyMap<AccountId, ReadonlyMap<DataCluster, KeptData>>;

/**
 * All that may be kept of one investor, of whose consents these are: what a consent in force covers, and what one that
 * ended did as long as its time after the end has not passed. Where several cover the same, the one that covers most
 * decides. Nothing else may be kept of an account.
 */
export function whatIsKept(consents: readonly Consent[], now: Date): KeptAccounts {
  const kept = new Map<AccountId, Map<DataCluster, KeptData>>();
  for (const { accountIds, terms } of consents.filter((consent) => keeps(consent, now))) {
    for (const accountId of accountIds ?? []) {
      const clusters = kept.get(accountId) ?? new Map<DataCluster, KeptData>();
      kept.set(accountId, clusters);
      for (const one of terms.clusters) clusters.set(one.cluster, together(clusters.get(one.cluster), one));
    }
  }
  return kept;
}

/** One that is past its end and was not closed yet has not begun its time after it. */
function keeps(consent: Consent, now: Date): boolean {
  if (consent.state === "given") return true;
  if (!("endedAt" in consent) || consent.validity === null) return false;
  const { endedAt, deleteDataNow, terms } = consent;
  return keptUntilOf({ endedAt, deleteDataNow, retentionDays: terms.retentionDays }) > now;
}

function together(known: KeptData | undefined, { historyFrom, leavesOut }: ClusterTerms): KeptData {
  if (!known) return { from: historyFrom, leavesOut };
  const from = known.from === null || historyFrom === null ? null : [known.from, historyFrom].sort()[0];
  return { from: from ?? null, leavesOut: known.leavesOut.filter((one) => leavesOut.includes(one)) };
}
