import type { ReasonCount, StateCount, UseCount, WayCount } from "./figures-repository.ts";
import type { ConnectionCountsView, InstitutionBoardView, ReadBudgetView } from "./view.ts";

/** What the tables hold of all banks of a firm. */
export interface Figures {
  readonly states: readonly StateCount[];
  readonly uses: readonly UseCount[];
  readonly ways: readonly WayCount[];
  readonly reasons: readonly ReasonCount[];
}

/** RTS (EU) 2018/389 Art. 36(5)(b). */
export const readsADay = 4;

/** The part of them that is one bank's. */
export function figuresOf(
  { states, uses, ways, reasons }: Figures,
  id: string,
): Pick<InstitutionBoardView, "connections" | "budget" | "sca" | "failures"> {
  const isOwn = ({ institutionId }: { readonly institutionId: string }) => institutionId === id;
  const connections = countsOf(states.filter(isOwn));
  return {
    connections,
    budget: budgetOf(uses.filter(isOwn), connections),
    sca: ways
      .filter(isOwn)
      .toSorted((one, other) => other.attempts - one.attempts)
      .map(({ institutionId: _, ...figure }) => figure),
    failures: reasons.filter(isOwn).map(({ institutionId: _, ...failure }) => failure),
  };
}

function countsOf(states: readonly StateCount[]): ConnectionCountsView {
  const sum = (wanted: (one: StateCount) => boolean) =>
    states.filter(wanted).reduce((count, one) => count + one.count, 0);
  return {
    linking: sum(({ state }) => state === "linking"),
    choosing: sum(({ state }) => state === "choosing"),
    active: sum(({ state }) => state === "active"),
    ended: sum(({ state }) => state === "ended"),
    needsConfirm: sum(({ state, needs }) => state !== "ended" && needs === "confirm"),
    needsCredential: sum(({ state, needs }) => state !== "ended" && needs === "credential"),
  };
}

/** Of the connections that are read. One that was read and has ended since counts among those that used what it did. */
function budgetOf(uses: readonly UseCount[], { active }: ConnectionCountsView): ReadBudgetView {
  const connections = Array.from({ length: readsADay + 1 }, () => 0);
  for (const { used, connections: count } of uses) {
    const at = Math.min(used, readsADay);
    connections[at] = (connections[at] ?? 0) + count;
  }
  const some = connections.slice(1).reduce((sum, count) => sum + count, 0);
  connections[0] = Math.max(0, active - some);
  return { used: uses.reduce((sum, { used, connections: count }) => sum + used * count, 0), connections };
}
