import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import {
  countHidden,
  type GrantedAccount,
  type GrantedProduct,
  listGrantedAccounts,
  listGrantedFirstDays,
  listGrantedGone,
  listGrantedProducts,
} from "./granted-repository.ts";

export interface ClientBanks {
  /** Those that their bank still names. */
  readonly accounts: readonly GrantedAccount[];
  /** Those that their bank does not name any more. */
  readonly gone: readonly GrantedAccount[];
  /** How each kind of data stands that was granted. What was never asked for has none. */
  readonly products: readonly GrantedProduct[];
  /** Of an account whose entries were read, the first day that was ever asked for. */
  readonly firstDays: ReadonlyMap<AccountId, string>;
  /** Accounts that are read and of which the recipient may see nothing. */
  readonly hidden: number;
}

/**
 * What the acting recipient may know of one investor's accounts without anything being opened: row security decides. Of
 * accounts that were not granted it is told how many there are and nothing else.
 */
export async function listClientBanks(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<ClientBanks> {
  requirePermission(ctx, "book.read");
  const all = await listGrantedAccounts(tx, investorId);
  const gone = await listGrantedGone(tx, investorId);
  return {
    accounts: all.filter(({ accountId }) => !gone.includes(accountId)),
    gone: all.filter(({ accountId }) => gone.includes(accountId)),
    products: await listGrantedProducts(tx, investorId),
    firstDays: await listGrantedFirstDays(tx, investorId),
    hidden: (await countHidden(tx, investorId)) ?? 0,
  };
}
