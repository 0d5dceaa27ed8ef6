import { and, eq, type SQL } from "drizzle-orm";
import type { AspspFailure } from "#lib/aspsp/failure.ts";
import type { AccountKind, CurrencyCode } from "#lib/aspsp/records.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import { accounts } from "./schema.ts";
import { productStateRows as products } from "./sync-schema.ts";
import type { ProductState } from "./view.ts";

/** What a recipient is told of an account without its records being opened. */
export interface GrantedAccount {
  readonly accountId: AccountId;
  readonly investorId: PersonId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  readonly currency: CurrencyCode;
}

export interface GrantedProduct {
  readonly accountId: AccountId;
  readonly investorId: PersonId;
  readonly cluster: DataCluster;
  readonly state: ProductState;
  readonly reason: AspspFailure | null;
  readonly asOf: Date | null;
  readonly attemptedAt: Date | null;
}

/** Row security leaves what was granted to the actor, and these columns; of one investor, or of all. */
export async function listGrantedAccounts(
  tx: Transaction,
  investorId: PersonId | null,
): Promise<readonly GrantedAccount[]> {
  const { accountId, institutionId, kind, currency } = accounts;
  return tx
    .select({ accountId, investorId: accounts.investorId, institutionId, kind, currency })
    .from(accounts)
    .where(of(accounts.investorId, investorId))
    .orderBy(institutionId, accountId);
}

export async function listGrantedProducts(
  tx: Transaction,
  investorId: PersonId | null,
): Promise<readonly GrantedProduct[]> {
  const { accountId, cluster, state, reason, asOf, attemptedAt } = products;
  return tx
    .select({ accountId, investorId: products.investorId, cluster, state, reason, asOf, attemptedAt })
    .from(products)
    .where(of(products.investorId, investorId))
    .orderBy(accountId, cluster);
}

const of = (
  column: typeof accounts.investorId | typeof products.investorId,
  investorId: PersonId | null,
): SQL | undefined => and(investorId ? eq(column, investorId) : undefined);
