import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { OwnMeans } from "./own-means.ts";
import type { NamedBalanceView, OwnAccountView } from "./own-wealth-view.ts";
import { readOwnEntries } from "./read-own-entries.ts";
import { readOwnHoldings } from "./read-own-holdings.ts";
import { toOwnWealth } from "./read-own-wealth.ts";
import { suggestShare } from "./suggest-share.ts";

export const ReadOwnAccount = z.strictObject({ accountId: idSchema("acc") });
export type ReadOwnAccount = z.output<typeof ReadOwnAccount>;

const lastFew = 8;

/** One of the investor's own accounts: what it counts among all of them, what the bank says of it, and its last entries. */
export async function readOwnAccount(
  ctx: Context,
  means: OwnMeans,
  { accountId }: ReadOwnAccount,
): Promise<OwnAccountView> {
  const read = await readOwnHoldings(ctx, means.keys);
  const own = toOwnWealth(read, means);
  const account = own.wealth.accounts.find(({ id }) => id === accountId);
  const holdings = read.holdings.accounts.find((one) => one.accountId === accountId);
  const reading = own.readings.find((one) => one.accountId === accountId);
  if (!account || !holdings || !reading) throw new AppError("connection.not_found", { accountId });
  const asked = { accountId, kind: null, from: null, to: null, search: null, before: null };
  const { entries } = await readOwnEntries(ctx, means.keys, asked);
  const { balances } = holdings;
  const said = read.declared.shares.get(accountId);
  return {
    ...{ own, account, connectionId: reading.connectionId },
    share: {
      share: said?.share ?? null,
      version: said?.version ?? 0,
      suggested: suggestShare(holdings),
    },
    balances: balances.kind === "known" ? balances.records.map(toNamedBalance) : [],
    entries: entries.slice(0, lastFew),
  };
}

export const toNamedBalance = (row: RecordOf<"balances">): NamedBalanceView => ({
  type: row.balanceType,
  amount: { amount: row.amount, currency: row.currency },
  day: row.referenceDate,
});
