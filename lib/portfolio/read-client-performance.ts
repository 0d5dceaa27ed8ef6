import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type ClientBanks, listClientBanks } from "#lib/connections/list-client-banks.ts";
import { toDayText } from "#lib/connections/periods.ts";
import type { Granted } from "#lib/consent/granted.ts";
import type { DisclosureWay } from "#lib/disclosures/disclosure.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { ValuationChunk } from "#lib/records/chunk.ts";
import { namesOfAccounts } from "./account-names.ts";
import { askedPeriod, type PerformanceAsked } from "./asked-period.ts";
import { clientFacts } from "./client-facts.ts";
import type { ClientPerformanceView } from "./client-view.ts";
import { dayOfLeaving, daysBefore } from "./day-of-leaving.ts";
import { addDays } from "./days.ts";
import type { AccountHistory } from "./history.ts";
import { baseOf, type OwnMeans } from "./own-means.ts";
import { performanceOf } from "./performance.ts";
import { newestOf } from "./read-client-holdings.ts";
import { netWorthSeries } from "./series.ts";
import { toHistory } from "./to-history.ts";
import { toWealthDays } from "./wealth-days.ts";

/** What days are reckoned of, and what accounts are called. */
const shown: readonly DataCluster[] = [
  ...(["identity", "balances", "positions", "liabilities"] as const),
  ...(["transactions", "investmentTransactions"] as const),
];

export interface ReadClientPerformance {
  readonly investorId: PersonId;
  /** As what it is noted; a view of the page where nothing else is said. */
  readonly what?: DisclosureWay;
}

/**
 * How a client's accounts did, as far as their consents allow: out of what was reckoned when the banks told it. Noted as
 * a view of the kinds of data that the days are made of; no statement is opened for it.
 */
export async function readClientPerformance(
  ctx: Context,
  means: OwnMeans,
  { investorId, what = "clientPerformance", ...asked }: PerformanceAsked & ReadClientPerformance,
): Promise<ClientPerformanceView> {
  requirePermission(ctx, "book.read");
  const today = toDayText(ctx.clock.now());
  const period = askedPeriod(asked, today);
  const { granted, chunks, also, found } = await readForRecipient(ctx, means.keys, {
    ...{ investorId, clusters: shown, what, derived: true },
    beside: async (tx) => {
      const banks = await listClientBanks(tx, ctx, investorId);
      return {
        found: banks,
        days: period.since === null ? {} : { from: addDays(period.since, -daysBefore) },
        also: { clusters: ["identity"], since: newestOf(banks.products, ["identity"]) },
      };
    },
  });
  const days = toWealthDays(historiesOf(found, { granted, chunks, today }), means.rates, baseOf(means));
  const within = period.within(days.first);
  return {
    ...period.view(days.first),
    client: await clientFacts(ctx, investorId, { granted, hidden: found.hidden }),
    performance: performanceOf(days, within),
    series: netWorthSeries(days, { ...within, from: latest(within.from, days.first) }),
    accounts: namesOfAccounts([...found.accounts, ...found.gone], also),
    ...{ currencies: means.rates.currencies, today },
  };
}

interface Opened {
  readonly granted: readonly Granted[];
  readonly chunks: readonly ValuationChunk[];
  readonly today: string;
}

function historiesOf(
  { accounts, gone, products }: ClientBanks,
  { granted, chunks, today }: Opened,
): readonly AccountHistory[] {
  const seen = new Set(granted.map(({ accountId }) => accountId));
  return [...accounts, ...gone]
    .filter(({ accountId }) => seen.has(accountId))
    .map((account) => {
      const history = toHistory({ ...account, share: null }, chunks, today);
      const hasLeft = gone.includes(account);
      return hasLeft ? { ...history, leftOn: dayOfLeaving(account.accountId, products) } : history;
    });
}

/** Days before the first of which anything is known are no gap: the line has not begun. */
const latest = (one: string, other: string | null): string => (other !== null && other > one ? other : one);
