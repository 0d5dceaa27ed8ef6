import type { Product as BankProduct } from "#lib/aspsp/connector.ts";
import type { AccountKind } from "#lib/aspsp/records.ts";
import type { Coverage } from "#lib/consent/read-coverage.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import { holdsInvestments } from "#lib/valuation/sum-payments.ts";

/** One thing to ask a bank for, and the kinds of data that its answer is. */
export interface PlannedRead {
  readonly accountId: AccountId;
  readonly clusters: readonly [DataCluster, ...DataCluster[]];
}

interface Rule {
  readonly clusters: readonly DataCluster[];
  /** What the bank has to offer; `null` for what its list of accounts tells already. */
  readonly product: BankProduct | null;
  readonly suits: (kind: AccountKind) => boolean;
}

const isDebt = (kind: AccountKind) => kind === "card" || kind === "loan";

/** What is owed on a card or a loan is its balance: one call tells both. */
const rules: readonly Rule[] = [
  { clusters: ["identity"], product: null, suits: () => true },
  { clusters: ["balances", "liabilities"], product: "balances", suits: () => true },
  { clusters: ["transactions"], product: "transactions", suits: () => true },
  { clusters: ["positions"], product: "positions", suits: holdsInvestments },
  { clusters: ["investmentTransactions"], product: "investmentTransactions", suits: holdsInvestments },
];

/** What the consent covers and the bank offers of these accounts, account by account. */
export function planReads(
  accounts: readonly { readonly accountId: AccountId; readonly kind: AccountKind }[],
  { clusters, accountIds }: Coverage,
  offered: ReadonlySet<BankProduct>,
): readonly PlannedRead[] {
  const covered = new Set(clusters.map(({ cluster }) => cluster));
  return accounts
    .filter(({ accountId }) => accountIds.includes(accountId))
    .flatMap(({ accountId, kind }) =>
      rules.flatMap((rule): PlannedRead[] => {
        const isOffered = rule.product === null || offered.has(rule.product);
        const [first, ...more] = rule.clusters.filter(
          (cluster) => covered.has(cluster) && (cluster !== "liabilities" || isDebt(kind)),
        );
        if (first === undefined || !isOffered || !rule.suits(kind)) return [];
        return [{ accountId, clusters: [first, ...more] }];
      }),
    );
}

/** Under which need the bank's list of accounts is read: of any kind that the consent covers. */
export function listNeed({ clusters }: Coverage): { cluster: DataCluster; from: string | null } | null {
  const one = clusters.find(({ historyFrom }) => historyFrom === null) ?? clusters[0];
  return one ? { cluster: one.cluster, from: one.historyFrom } : null;
}
