import type { AccountKind, DecimalText } from "#lib/aspsp/records.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Day } from "#lib/rates/rate-table.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import { type Days, flowsOf, toldDays } from "#lib/valuation/movements.ts";
import { seriesOf } from "#lib/valuation/series.ts";
import type { AccountHistory } from "./history.ts";

interface Kept {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  /** As {@link AccountHistory.share}. */
  readonly share: DecimalText | null;
}

/** What was reckoned of one account and may be seen, as its history up to a day. */
export function toHistory(
  { accountId, institutionId, kind, share }: Kept,
  chunks: readonly ValuationChunk[],
  until: Day,
): AccountHistory {
  const ours = chunks.filter((chunk) => chunk.accountId === accountId);
  const lists = listsOf(ours);
  const entries = ours.filter(({ cluster }) => lists.includes(cluster));
  return {
    ...{ accountId, institutionId, share },
    isMoney: !lists.includes("investmentTransactions"),
    values: seriesOf({ kind, chunks: ours }, until),
    flows: flowsOf(entries),
    told: lists
      .map((list) => toldDays(entries.filter(({ cluster }) => cluster === list)))
      .reduce<readonly Days[]>(common, [{ from: "0001-01-01", to: until }]),
    leftOn: null,
  };
}

/** Money is moved by the one list and instruments by the other: what is held of either needs its own. */
function listsOf(chunks: readonly ValuationChunk[]): readonly DataCluster[] {
  const has = (...wanted: DataCluster[]) => chunks.some(({ cluster }) => wanted.includes(cluster));
  return [
    ...(has("balances", "liabilities") ? (["transactions"] as const) : []),
    ...(has("positions") ? (["investmentTransactions"] as const) : []),
  ];
}

/** The days that are in both. */
const common = (some: readonly Days[], others: readonly Days[]): readonly Days[] =>
  some.flatMap((one) =>
    others
      .map((other) => ({
        from: later(one.from, other.from),
        to: earlier(one.to, other.to),
      }))
      .filter(({ from, to }) => from <= to),
  );

const later = (one: Day, other: Day): Day => (one < other ? other : one);
const earlier = (one: Day, other: Day): Day => (one < other ? one : other);
