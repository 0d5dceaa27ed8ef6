import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { listOwnAccounts } from "#lib/connections/list-own-accounts.ts";
import { type AccountId, idSchema } from "#lib/kernel/id.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { entryKinds } from "#lib/valuation/entry-kind.ts";
import { namesOfAccounts } from "./account-names.ts";
import { isDay } from "./days.ts";
import type { EntriesView } from "./entries-view.ts";
import { entryClusters, missingEntries, pageOfEntries } from "./entry-page.ts";
import { ownInvestor } from "./own-investor.ts";
import type { NothingYet } from "./own-wealth-view.ts";
import { nothingYet } from "./read-own-wealth.ts";

const day = z.string().refine(isDay).nullable();

export const ReadOwnEntries = z.strictObject({
  accountId: idSchema("acc").nullable(),
  kind: z.enum(entryKinds).nullable(),
  from: day,
  to: day,
  search: z.string().trim().min(1).max(100).nullable(),
  /** Only what is older: where the page before it ended. */
  before: day,
});
export type ReadOwnEntries = z.output<typeof ReadOwnEntries>;

export interface OwnEntriesView extends EntriesView {
  readonly nothing: NothingYet | null;
}

/**
 * The investor's own transactions, the newest first. Months are opened one stretch after another and only until a page
 * is full, so what a page costs does not grow with the years behind it.
 */
export async function readOwnEntries(
  ctx: Context,
  keys: RecordKeys,
  asked: ReadOwnEntries,
): Promise<OwnEntriesView> {
  requirePermission(ctx, "records.read");
  const investorId = ownInvestor(ctx);
  const own = await inTransaction(ctx, (tx) => listOwnAccounts(tx, ctx));
  const narrowed = own.accounts.filter(
    ({ accountId }) => asked.accountId === null || asked.accountId === accountId,
  );
  const accountIds = narrowed.map(({ accountId }) => accountId);
  const identities = await openRecords(ctx, keys, { investorId, clusters: ["identity"] });
  const page = await pageOfEntries(
    asked,
    { first: firstOf(accountIds, own.firstDays), today: ctx.clock.now().toISOString().slice(0, 10) },
    (days) => openRecords(ctx, keys, { investorId, accountIds, clusters: entryClusters, ...days }),
  );
  const { before: _, ...narrowing } = asked;
  return {
    ...page,
    narrowed: narrowing,
    kinds: entryKinds,
    accounts: namesOfAccounts(own.accounts, identities),
    missing: missingEntries(narrowed, own),
    gone: own.gone.length,
    nothing: nothingYet(own),
  };
}

function firstOf(accountIds: readonly AccountId[], days: ReadonlyMap<AccountId, string>): string | null {
  const own = accountIds.flatMap((accountId) => days.get(accountId) ?? []);
  return own.toSorted()[0] ?? null;
}
