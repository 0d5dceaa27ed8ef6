import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { toDayText } from "#lib/connections/periods.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { dayOfLeaving, daysBefore } from "./day-of-leaving.ts";
import { addDays } from "./days.ts";
import type { AccountHistory } from "./history.ts";
import { ownInvestor } from "./own-investor.ts";
import { baseOf, type OwnMeans } from "./own-means.ts";
import { type OwnHoldings, sharesOf } from "./read-own-holdings.ts";
import { toHistory } from "./to-history.ts";
import { toWealthDays, type WealthDays } from "./wealth-days.ts";

type Day = string;

/**
 * The investor's own accounts day by day, out of what was reckoned when the banks told it: no statement is opened for
 * it. Of what lies before the days that are asked for nothing is opened.
 */
export async function readOwnDays(
  ctx: Context,
  means: OwnMeans,
  { own, declared }: Pick<OwnHoldings, "own" | "declared">,
  from: Day | null,
): Promise<WealthDays> {
  requirePermission(ctx, "records.read");
  const investorId = ownInvestor(ctx);
  const accounts = [...own.accounts, ...own.gone];
  const chunks = await openRecords(ctx, means.keys, {
    investorId,
    derived: true,
    accountIds: accounts.map(({ accountId }) => accountId),
    ...(from === null ? {} : { from: addDays(from, -daysBefore) }),
  });
  const today = toDayText(ctx.clock.now());
  const shares = sharesOf(declared);
  const histories = accounts.map((account): AccountHistory => {
    const history = toHistory({ ...account, share: shares.get(account.accountId) ?? null }, chunks, today);
    return own.gone.includes(account)
      ? { ...history, leftOn: dayOfLeaving(account.accountId, own.products) }
      : history;
  });
  return toWealthDays(histories, means.rates, baseOf(means));
}
