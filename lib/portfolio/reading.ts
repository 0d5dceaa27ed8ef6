import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { type Figure, marks as inOrder, type Mark, type Source } from "./figure.ts";
import type { AccountHoldings, Told } from "./holdings.ts";

/** How far a viewer may rely on what one account told, and when it told it. */
export interface Reading {
  readonly account: AccountHoldings;
  readonly lastDay: string;
  readonly isJoint: boolean;
}

export function sourceOf({ account }: Reading, asOf: Date): Source {
  return { accountId: account.accountId, institutionId: account.institutionId, asOf };
}

/** Joint and counted whole: nobody has said which part of it is whose. */
export function marksOf(
  { isJoint }: Reading,
  told: { readonly isStale: boolean; readonly hasFailedSince: boolean },
): readonly Mark[] {
  const has = { failed: told.hasFailedSince, stale: told.isStale, joint: isJoint };
  return inOrder.filter((mark) => mark in has && has[mark as keyof typeof has]);
}

/** Why a whole kind of data of an account is not there. */
export const notThere = (
  { accountId }: AccountHoldings,
  { why }: Extract<Told<unknown>, { kind: "unavailable" }>,
  data: DataCluster,
): Figure<never> => ({
  kind: "unavailable",
  missing: [{ reason: why, accountId, what: null, data }],
});
