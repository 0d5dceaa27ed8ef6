import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import {
  type GrantedAccount,
  type GrantedProduct,
  listGrantedAccounts,
  listGrantedGone,
  listGrantedProducts,
} from "./granted-repository.ts";

export type { GrantedAccount, GrantedProduct };

export interface GrantedBanks {
  readonly accounts: readonly GrantedAccount[];
  /** How each kind of data stands that was granted. What was never asked for has none. */
  readonly products: readonly GrantedProduct[];
}

/**
 * Which accounts the acting recipient may see something of, of one investor, and how reading them stands: row security
 * decides. What their bank does not name any more is not among them: it is no part of what there is now. There are no
 * names, numbers or amounts in it; those are sealed with the records.
 */
export async function listGranted(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<GrantedBanks> {
  requirePermission(ctx, "book.read");
  const gone = new Set(await listGrantedGone(tx, investorId));
  const isThere = ({ accountId }: { readonly accountId: AccountId }) => !gone.has(accountId);
  return {
    accounts: (await listGrantedAccounts(tx, investorId)).filter(isThere),
    products: (await listGrantedProducts(tx, investorId)).filter(isThere),
  };
}
