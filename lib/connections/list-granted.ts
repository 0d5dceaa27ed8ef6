import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import {
  type GrantedAccount,
  type GrantedProduct,
  listGrantedAccounts,
  listGrantedProducts,
} from "./granted-repository.ts";

export type { GrantedAccount, GrantedProduct };

export interface GrantedBanks {
  readonly accounts: readonly GrantedAccount[];
  /** How each kind of data stands that was granted. What was never asked for has none. */
  readonly products: readonly GrantedProduct[];
}

/**
 * Which accounts the acting recipient may see something of, of one investor or of all, and how reading them stands:
 * row security decides. There are no names, numbers or amounts in it; those are sealed with the records.
 */
export async function listGranted(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId | null,
): Promise<GrantedBanks> {
  requirePermission(ctx, "book.read");
  return {
    accounts: await listGrantedAccounts(tx, investorId),
    products: await listGrantedProducts(tx, investorId),
  };
}
