import type { OwnAccounts } from "#lib/connections/list-own-accounts.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { addDays } from "./days.ts";
import type { EntriesView, EntryNarrowing } from "./entries-view.ts";
import { toEntries } from "./to-entries.ts";
import type { EntryView, MissingView } from "./wealth-view.ts";

type Day = string;

/** The kinds of data that are transactions. */
export const entryClusters: readonly DataCluster[] = ["transactions", "investmentTransactions"];

/** A page ends with the day on which it has so many. */
const fullPage = 50;
/** So many are looked through for one page at the most, so that a rare word costs no more than this at a time. */
const mostLookedAt = 5_000;

export interface EntriesAsked extends EntryNarrowing {
  /** Only what is older. */
  readonly before: Day | null;
}

export interface EntryHistory {
  /** The first day that was ever asked for; `null` where nothing was. */
  readonly first: Day | null;
  readonly today: Day;
}

type Open = (days: { readonly from: Day; readonly to?: Day }) => Promise<readonly Chunk[]>;

/** A transaction with the day by which it is placed: of what has none, that from which on it is kept. */
interface Placed {
  readonly entry: EntryView;
  readonly day: Day;
}

/**
 * One page of transactions, the newest first. It is opened backwards, a stretch of whole months at a time and each
 * longer than the one before, until the page is full. It ends at the end of a day, so that the next begins with a day
 * before.
 */
export async function pageOfEntries(
  asked: EntriesAsked,
  { first, today }: EntryHistory,
  open: Open,
): Promise<Pick<EntriesView, "entries" | "next" | "lookedFrom">> {
  if (first === null) return { entries: [], next: null, lookedFrom: null };
  const oldest = latest(first, asked.from);
  const isShown = matcherOf(asked);
  const found: Placed[] = [];
  const bound = endOf(asked);
  let end = bound ?? monthOf(addDays(monthOf(today), 31));
  // Banks book into the future too, so the first stretch has no end where none was asked for.
  let to = bound;
  for (
    let [months, looked] = [1, 0];
    end > oldest && found.length < fullPage && looked < mostLookedAt;
    months *= 2
  ) {
    const from = latest(monthsBack(end, months), monthOf(oldest));
    for (const chunk of await open(to === null ? { from } : { from, to })) {
      looked += chunk.records.length;
      for (const entry of toEntries(chunk)) {
        const placed = { entry, day: entry.day ?? chunk.from };
        if (isShown(placed)) found.push(placed);
      }
    }
    [end, to] = [from, from];
  }
  const placed = found.sort(newestFirst);
  const cut = endOfPage(placed);
  const [last, following] = [placed[cut - 1], placed[cut]];
  const entries = placed.slice(0, cut).map(({ entry }) => entry);
  if (last && following) {
    const next = last.entry.isPending ? addDays(following.day, 1) : last.day;
    return { entries, next, lookedFrom: next };
  }
  return { entries, next: end > oldest ? end : null, lookedFrom: latest(end, oldest) };
}

/** What was not read is told: an empty list alone would look like an account on which nothing ever happened. */
export function missingEntries(
  accounts: readonly { readonly accountId: AccountId }[],
  { covered, products }: Pick<OwnAccounts, "covered" | "products">,
): EntriesView["missing"] {
  return accounts.flatMap(({ accountId }): readonly MissingView[] => {
    const isOf = (one: { readonly accountId: AccountId; readonly cluster: DataCluster }) =>
      one.accountId === accountId && entryClusters.includes(one.cluster);
    if (!covered.some(isOf)) return [{ reason: "notConsented", accountId, what: null }];
    return products.filter(isOf).flatMap(({ cluster, state, asOf }): MissingView[] => {
      if (state === "failed") return [{ reason: "failed", accountId, what: null, data: cluster }];
      return asOf === null ? [{ reason: "notRead", accountId, what: null, data: cluster }] : [];
    });
  });
}

const latest = (one: Day, other: Day | null): Day => (other !== null && other > one ? other : one);

/** Before which day is looked; the last day of a period is in it. */
function endOf({ before, to }: EntriesAsked): Day | null {
  const end = to === null ? null : addDays(to, 1);
  if (before === null || end === null) return before ?? end;
  return before < end ? before : end;
}

const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01`;

function monthsBack(day: Day, months: number): Day {
  let first = day;
  for (let at = 0; at < months; at++) first = monthOf(addDays(first, -1));
  return first;
}

/** What is pending stands at the top, then the newest; of one day in an order of its own. */
function newestFirst(one: Placed, other: Placed): number {
  const pending = Number(other.entry.isPending) - Number(one.entry.isPending);
  if (pending !== 0) return pending;
  if (one.day !== other.day) return one.day < other.day ? 1 : -1;
  return one.entry.key < other.entry.key ? -1 : 1;
}

/** What is pending is on the first page whole, and so is each day on the page that it begins on. */
function endOfPage(placed: readonly Placed[]): number {
  let end = Math.min(fullPage, placed.length);
  const last = placed[end - 1];
  while (placed[end]?.entry.isPending || (last && placed[end]?.day === last.day)) end++;
  return end;
}

function matcherOf({ kind, from, to, before, search }: EntriesAsked) {
  const words = (search ?? "").split(/\s+/).filter(Boolean).map(folded);
  return ({ entry, day }: Placed): boolean => {
    if (before !== null && (entry.isPending || day >= before)) return false;
    if (kind !== null && entry.kind !== kind) return false;
    if ((from !== null && day < from) || (to !== null && day > to)) return false;
    if (words.length === 0) return true;
    const shown = folded(
      [entry.title, entry.text, entry.bankWord, entry.amount?.amount, entry.amount?.currency]
        .filter((one) => one !== null && one !== undefined)
        .join(" "),
    );
    return words.every((word) => shown.includes(word) || shown.includes(word.replace(",", ".")));
  };
}

/** However capitals and accents are written. */
const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
