import type { AccountKind, Day } from "#lib/aspsp/records.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { NewChunk, NewValuations } from "#lib/records/chunk.ts";
import type { ValuationRow } from "#lib/records/shapes.ts";
import { DaySums } from "./amounts.ts";
import { addDays } from "./day.ts";
import { addInvestment, Siblings } from "./sum-investments.ts";
import { addPayment, Parts } from "./sum-payments.ts";
import { valueSnapshot } from "./value-snapshot.ts";

export type EntriesChunk = NewChunk & { readonly cluster: "transactions" | "investmentTransactions" };

export const isOfEntries = (chunk: NewChunk): chunk is EntriesChunk =>
  chunk.cluster === "transactions" || chunk.cluster === "investmentTransactions";

/** What a chunk of entries is reckoned to: sums of the same period. It takes the place of what was reckoned of it before. */
export async function deriveEntries(chunk: EntriesChunk, kind: AccountKind): Promise<NewValuations> {
  const pause = slices();
  const sums = new DaySums();
  const undated = readingDay(chunk);
  if (chunk.cluster === "transactions") {
    const parts = new Parts(kind);
    for (const one of chunk.records) {
      addPayment(sums, one, parts, undated);
      await pause();
    }
  } else {
    const siblings = new Siblings(chunk.records);
    for (const one of chunk.records) {
      addInvestment(sums, one, siblings, undated);
      await pause();
    }
  }
  const { connectionId, accountId, cluster, from, to, asOf } = chunk;
  return { connectionId, accountId, cluster, from, to, asOf, derived: true, records: sums.rows() };
}

/** Of its period, the day on which the bank was asked or the one next to it. */
function readingDay({ from, to, asOf }: Pick<NewChunk, "from" | "to" | "asOf">): Day {
  const day = asOf.toISOString().slice(0, 10);
  if (day < from) return from;
  return day < to ? day : addDays(to, -1);
}

/** What a chunk of holdings is reckoned to; `null` for a kind of data that says nothing of what is held. */
export function deriveHoldings(chunk: NewChunk): readonly ValuationRow[] | null {
  const { cluster } = chunk;
  if (cluster !== "positions" && cluster !== "balances" && cluster !== "liabilities") return null;
  return valueSnapshot(chunk, chunk.from);
}

/** Holdings of a month with those of one more day, which takes the place of what was told of it before. */
export function withDay(
  kept: readonly ValuationRow[],
  told: readonly ValuationRow[],
): readonly ValuationRow[] {
  const days = new Set(told.map(({ day }) => day));
  return [...kept.filter(({ day }) => !days.has(day)), ...told].sort((a, b) =>
    `${a.day}${a.currency}` < `${b.day}${b.currency}` ? -1 : 1,
  );
}
