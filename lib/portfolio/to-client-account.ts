import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { GrantedAccount, GrantedProduct } from "#lib/connections/list-granted.ts";
import { namesOf } from "#lib/connections/to-account-view.ts";
import type { Granted } from "#lib/consent/granted.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { Available, BalanceView, ClientAccountView, PositionView } from "./view.ts";

/** Accounts are read every day where the bank allows it; what is older than two of them is called old. */
export const staleAfterMs = 48 * 3_600_000;

export interface Known {
  readonly granted: readonly Granted[];
  readonly products: readonly GrantedProduct[];
  readonly chunks: readonly Chunk[];
  readonly now: Date;
}

/** One account with what may be seen of it, and why the rest is not there. */
export function toClientAccount(account: GrantedAccount, known: Known): ClientAccountView {
  const { accountId, kind, currency } = account;
  const chunks = known.chunks.filter((chunk) => chunk.accountId === accountId);
  const holdsInstruments = kind === "custody" || kind === "other";
  return {
    ...{ id: accountId, kind },
    currency: currency === severalCurrencies ? null : currency,
    identity: available(account, known, "identity", () => namesOf(accountId, chunks)),
    balances: available(account, known, "balances", (chunk) =>
      chunk.cluster === "balances" ? chunk.records.map(toBalanceView) : [],
    ),
    positions: holdsInstruments
      ? available(account, known, "positions", (chunk) =>
          chunk.cluster === "positions" ? chunk.records.map(toPositionView) : [],
        )
      : null,
  };
}

/** The newest that was opened says what is known; how reading stands says why there is none. */
function available<T>(
  { accountId }: GrantedAccount,
  { granted, products, chunks, now }: Known,
  cluster: DataCluster,
  read: (chunk: Chunk) => T,
): Available<T> {
  const isOf = (one: { readonly accountId: string; readonly cluster: DataCluster }) =>
    one.accountId === accountId && one.cluster === cluster;
  if (!granted.some(isOf)) return { kind: "unavailable", why: "notConsented" };
  const state = products.find(isOf)?.state;
  const [newest] = chunks.filter(isOf).toSorted((one, other) => other.asOf.getTime() - one.asOf.getTime());
  if (!newest) return { kind: "unavailable", why: state === "failed" ? "failed" : "notRead" };
  return {
    kind: "known",
    value: read(newest),
    asOf: newest.asOf.toISOString(),
    isStale: now.getTime() - newest.asOf.getTime() > staleAfterMs,
    hasFailedSince: state === "failed",
  };
}

const toBalanceView = (row: RecordOf<"balances">): BalanceView => ({
  type: row.balanceType,
  amount: { amount: row.amount, currency: row.currency },
  day: row.referenceDate,
});

function toPositionView(row: RecordOf<"positions">): PositionView {
  const { price, priceType, priceCurrency, marketValue, currency } = row;
  return {
    name: row.name,
    identification: row.isin ?? row.otherIdentification,
    quantity: row.quantity,
    isNominal: row.quantityType !== "unit",
    price: price === null ? null : toPrice(price, priceType, priceCurrency),
    marketValue: marketValue !== null && currency !== null ? { amount: marketValue, currency } : null,
  };
}

/** A price without its currency is no price that anybody could read. */
function toPrice(
  price: string,
  priceType: RecordOf<"positions">["priceType"],
  currency: string | null,
): PositionView["price"] {
  if (priceType === "percentage") return { kind: "percent", of: price };
  return currency === null ? null : { kind: "amount", amount: { amount: price, currency } };
}
