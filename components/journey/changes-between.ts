import type { ConsentView, PartyView } from "#lib/consent/view.ts";
import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";

type AddedOrRemoved = "added" | "removed";

/** One thing that would be different from what is in force. */
export type Change =
  | { readonly what: "cluster"; readonly change: AddedOrRemoved; readonly cluster: DataCluster }
  | { readonly what: "item"; readonly change: AddedOrRemoved; readonly item: Leavable }
  | { readonly what: "team" | "program"; readonly change: AddedOrRemoved }
  | { readonly what: "advisor"; readonly change: AddedOrRemoved; readonly name: string | null }
  | { readonly what: "accounts"; readonly change: AddedOrRemoved; readonly count: number }
  | {
      readonly what: "history";
      readonly change: "changed";
      readonly cluster: DataCluster;
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly what: "end"; readonly change: "changed"; readonly from: string; readonly to: string };

/** What changes, kind of data by kind of data, name by name; empty where nothing does. */
export function changesBetween(before: ConsentView, after: ConsentView): readonly Change[] {
  return [
    ...clusterChanges(before, after),
    ...teamChange(before, after),
    ...parties(before.recipients.advisors, after.recipients.advisors).map(
      ({ change, party }): Change => ({ what: "advisor", change, name: party.name }),
    ),
    ...parties(before.recipients.programs, after.recipients.programs).map(
      ({ change }): Change => ({ what: "program", change }),
    ),
    ...accountChanges(before.accountIds ?? [], after.accountIds ?? []),
    ...endChange(before.validUntil, after.validUntil),
  ];
}

function clusterChanges(before: ConsentView, after: ConsentView): readonly Change[] {
  const was = new Map(before.clusters.map((one) => [one.cluster, one]));
  const is = new Map(after.clusters.map((one) => [one.cluster, one]));
  const removed = [...was.keys()].filter((cluster) => !is.has(cluster));
  return [
    ...removed.map((cluster): Change => ({ what: "cluster", change: "removed", cluster })),
    ...after.clusters.flatMap((one): readonly Change[] => {
      const old = was.get(one.cluster);
      if (!old) return [{ what: "cluster", change: "added", cluster: one.cluster }];
      const { cluster } = one;
      const [from, to] = [old.historyFrom, one.historyFrom];
      return [
        ...(from === to ? [] : [{ what: "history", change: "changed", cluster, from, to } as const]),
        ...missingFrom(one.leavesOut, old.leavesOut).map(
          (item): Change => ({ what: "item", change: "removed", item }),
        ),
        ...missingFrom(old.leavesOut, one.leavesOut).map(
          (item): Change => ({ what: "item", change: "added", item }),
        ),
      ];
    }),
  ];
}

function teamChange({ recipients: was }: ConsentView, { recipients: is }: ConsentView): readonly Change[] {
  return was.wholeTeam === is.wholeTeam ? [] : [{ what: "team", change: is.wholeTeam ? "added" : "removed" }];
}

function parties(was: readonly PartyView[], is: readonly PartyView[]) {
  const lacks = (list: readonly PartyView[], { id }: PartyView) => list.every((one) => one.id !== id);
  return [
    ...was.filter((one) => lacks(is, one)).map((party) => ({ change: "removed" as const, party })),
    ...is.filter((one) => lacks(was, one)).map((party) => ({ change: "added" as const, party })),
  ];
}

function accountChanges(was: readonly string[], is: readonly string[]): readonly Change[] {
  const counts = { removed: missingFrom(was, is).length, added: missingFrom(is, was).length };
  return (["removed", "added"] as const).flatMap((change): readonly Change[] =>
    counts[change] > 0 ? [{ what: "accounts", change, count: counts[change] }] : [],
  );
}

/** The ends are shown as days; a renewal within the same day is none that anybody could see. */
function endChange(from: string | null, to: string | null): readonly Change[] {
  if (!from || !to || from.slice(0, 10) === to.slice(0, 10)) return [];
  return [{ what: "end", change: "changed", from, to }];
}

const missingFrom = <T>(list: readonly T[], other: readonly T[]): readonly T[] =>
  list.filter((one) => !other.includes(one));
