import { namesIn } from "#lib/connections/to-account-view.ts";
import type { AccountFigures } from "./account-figures.ts";
import { amountView, toFigureView, toTotalView } from "./figure-view.ts";
import type { AccountHoldings, Told } from "./holdings.ts";
import { weightOf } from "./parts.ts";
import type { Reconciliation } from "./reconcile.ts";
import type { Total } from "./total.ts";
import type { DataStateView, ReconciliationView, WealthAccountView } from "./wealth-view.ts";

export function toAccountView(figures: AccountFigures, owned: Total): WealthAccountView {
  const { account, value, own, holders, owed, reconciliations } = figures;
  const { accountId, institutionId, kind, currency, identity, share } = account;
  return {
    ...{ id: accountId, institutionId, kind, currency },
    ...namesIn(identity.kind === "known" ? identity.records : []),
    ...{ holders, share },
    value: toTotalView(value),
    own: [...own]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([of, amount]) => amountView({ amount, currency: of })),
    reconciliations: reconciliations.map(toReconciliationView),
    weight: owed.isEmpty ? weightOf(value, owned) : null,
    data: dataOf(account),
  };
}

function toReconciliationView({ by, told, summed }: Reconciliation): ReconciliationView {
  const isKnown = summed.kind === "known";
  const isConverted = isKnown && summed.rates.length > 0;
  return {
    by,
    told: amountView(told),
    summed: toFigureView(summed),
    difference: isKnown
      ? amountView({ amount: told.amount.minus(summed.value.amount), currency: told.currency }, isConverted)
      : null,
  };
}

function dataOf({ identity, balances, positions, liabilities }: AccountHoldings): readonly DataStateView[] {
  const states = { identity, balances, positions, liabilities } as const;
  return (["identity", "balances", "positions", "liabilities"] as const).flatMap((data) => {
    const told = states[data];
    return told === null ? [] : [stateOf(data, told)];
  });
}

function stateOf(data: DataStateView["data"], told: Told<unknown>): DataStateView {
  const failure = told.failure ?? null;
  if (told.kind === "unavailable") {
    return {
      data,
      why: told.why,
      asOf: null,
      isStale: false,
      hasFailedSince: told.why === "failed",
      failure,
    };
  }
  const { asOf, isStale, hasFailedSince } = told;
  return { data, why: null, asOf: asOf.toISOString(), isStale, hasFailedSince, failure };
}
