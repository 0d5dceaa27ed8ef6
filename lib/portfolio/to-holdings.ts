import { type AccountKind, type CurrencyCode, severalCurrencies } from "#lib/aspsp/records.ts";
import type { GrantedProduct } from "#lib/connections/list-granted.ts";
import type { Granted } from "#lib/consent/granted.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { AccountHoldings, Holdings, ManualAsset, Told } from "./holdings.ts";

/** Accounts are read every day where the bank allows it; what is older than two of them is called old. */
export const staleAfterMs = 48 * 3_600_000;

/** An account as its row says it: nothing of it was opened. */
export interface KnownAccount {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  readonly currency: CurrencyCode;
}

/** Everything that was read for one viewer of one investor. */
export interface KnownRecords {
  readonly accounts: readonly KnownAccount[];
  /** What the viewer may see. Accounts of which this is nothing are left out: they are the caller's to count. */
  readonly granted: readonly Pick<Granted, "accountId" | "cluster">[];
  /** How reading each kind of data stands. What was never asked for has none. */
  readonly products: readonly Pick<GrantedProduct, "accountId" | "cluster" | "state" | "reason">[];
  readonly chunks: readonly Chunk[];
  readonly hiddenAccounts: number;
  readonly manualAssets: readonly ManualAsset[];
  /** What part of an account the investor said is theirs. */
  readonly shares: ReadonlyMap<AccountId, string>;
  readonly now: Date;
}

/** What a viewer may see of an investor now, account by account, and why the rest is not there. */
export function toHoldings(known: KnownRecords): Holdings {
  const read = readings(known);
  const accounts = new Map(known.accounts.map((account) => [account.accountId, account]));
  return {
    accounts: [...accounts.values()]
      .filter(({ accountId }) => read.maySeeAnyOf(accountId))
      .map((account) => toAccountHoldings(account, read, known.shares)),
    manualAssets: known.manualAssets,
    hiddenAccounts: known.hiddenAccounts,
    now: known.now,
  };
}

interface Readings {
  maySeeAnyOf(accountId: AccountId): boolean;
  wasAsked(accountId: AccountId, cluster: DataCluster): boolean;
  told<Cluster extends DataCluster>(accountId: AccountId, cluster: Cluster): Told<RecordOf<Cluster>>;
}

function toAccountHoldings(
  { accountId, institutionId, kind, currency }: KnownAccount,
  read: Readings,
  shares: KnownRecords["shares"],
): AccountHoldings {
  const isDebt = kind === "card" || kind === "loan";
  return {
    ...{ accountId, institutionId, kind },
    currency: currency === severalCurrencies ? null : currency,
    identity: read.told(accountId, "identity"),
    balances: read.told(accountId, "balances"),
    positions: mayHoldInstruments(accountId, kind, read) ? read.told(accountId, "positions") : null,
    liabilities: isDebt ? read.told(accountId, "liabilities") : null,
    share: shares.get(accountId) ?? null,
  };
}

/** Of an account of no known kind, where the bank was asked for its balances and had no positions to be asked for. */
function mayHoldInstruments(accountId: AccountId, kind: AccountKind, read: Readings): boolean {
  if (kind === "custody") return true;
  const hasNone = read.wasAsked(accountId, "balances") && !read.wasAsked(accountId, "positions");
  return kind === "other" && !hasNone;
}

const placeOf = (accountId: AccountId, cluster: DataCluster): string => `${accountId} ${cluster}`;

function readings({ granted, products, chunks, now }: KnownRecords): Readings {
  const mayBeSeen = new Set(granted.map(({ accountId, cluster }) => placeOf(accountId, cluster)));
  const seen = new Set(granted.map(({ accountId }) => accountId));
  const states = new Map(products.map((one) => [placeOf(one.accountId, one.cluster), one]));
  const newest = newestOf(chunks);
  return {
    maySeeAnyOf: (accountId) => seen.has(accountId),
    wasAsked: (accountId, cluster) => states.has(placeOf(accountId, cluster)),
    told<Cluster extends DataCluster>(accountId: AccountId, cluster: Cluster): Told<RecordOf<Cluster>> {
      const place = placeOf(accountId, cluster);
      if (!mayBeSeen.has(place)) return { kind: "unavailable", why: "notConsented" };
      const product = states.get(place);
      const hasFailed = product?.state === "failed";
      const failure = hasFailed ? product.reason : null;
      const chunk = newest.get(place);
      if (!chunk) return { kind: "unavailable", why: hasFailed ? "failed" : "notRead", failure };
      return {
        kind: "known",
        records: chunk.records as readonly RecordOf<Cluster>[],
        asOf: chunk.asOf,
        isStale: now.getTime() - chunk.asOf.getTime() > staleAfterMs,
        hasFailedSince: hasFailed,
        failure,
      };
    },
  };
}

/** What was told last of each. What was told before it is history, and no part of what is held now. */
function newestOf(chunks: readonly Chunk[]): ReadonlyMap<string, Chunk> {
  const newest = new Map<string, Chunk>();
  for (const chunk of chunks) {
    const place = placeOf(chunk.accountId, chunk.cluster);
    const before = newest.get(place);
    if (!before || isNewer(chunk, before)) newest.set(place, chunk);
  }
  return newest;
}

function isNewer(one: Chunk, other: Chunk): boolean {
  const byTime = one.asOf.getTime() - other.asOf.getTime();
  if (byTime !== 0) return byTime > 0;
  return one.from === other.from ? one.version > other.version : one.from > other.from;
}
