import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type ClientBanks, listClientBanks } from "#lib/connections/list-client-banks.ts";
import { toDayText } from "#lib/connections/periods.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { readGranted } from "#lib/consent/read-granted.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { entryKinds } from "#lib/valuation/entry-kind.ts";
import { namesOfAccounts } from "./account-names.ts";
import { clientFacts } from "./client-facts.ts";
import type { ClientEntriesView } from "./client-view.ts";
import { entryClusters, missingEntries, pageOfEntries } from "./entry-page.ts";
import { newestOf } from "./read-client-holdings.ts";
import type { ReadOwnEntries } from "./read-own-entries.ts";

/** Entries, and what accounts are called. */
const shown: readonly DataCluster[] = ["identity", ...entryClusters];

/**
 * A page of a client's transactions as far as their consents allow, the newest first. Each stretch of months that is
 * opened for it is noted in the transaction that reads it, so a search that reaches far back is noted more than once.
 */
export async function readClientEntries(
  ctx: Context,
  keys: RecordKeys,
  { investorId, ...asked }: ReadOwnEntries & { readonly investorId: PersonId },
): Promise<ClientEntriesView> {
  requirePermission(ctx, "book.read");
  const { banks, allowed } = await inTransaction(ctx, async (tx) => ({
    allowed: await readGranted(tx, ctx, investorId),
    banks: await listClientBanks(tx, ctx, investorId),
  }));
  const accounts = banks.accounts.filter(({ accountId }) => isAmong(allowed, accountId));
  const narrowed = accounts.filter(
    ({ accountId }) => asked.accountId === null || asked.accountId === accountId,
  );
  const accountIds = narrowed.map(({ accountId }) => accountId);
  let granted: readonly Granted[] = [];
  let names: readonly Chunk[] = [];
  const page = await pageOfEntries(
    asked,
    { first: firstOf(accountIds, banks, allowed), today: toDayText(ctx.clock.now()) },
    async (days) => {
      const read = await readForRecipient(ctx, keys, {
        ...{ investorId, clusters: shown, what: "clientEntries" },
        beside: async () => ({
          ...{ found: null, days: { ...days, accountIds } },
          also: { clusters: ["identity"], since: newestOf(banks.products, ["identity"]) },
        }),
      });
      [granted, names] = [read.granted, read.also];
      return read.chunks;
    },
  );
  const { before: _, ...narrowing } = asked;
  return {
    ...page,
    client: await clientFacts(ctx, investorId, { granted, hidden: banks.hidden }),
    narrowed: narrowing,
    kinds: entryKinds,
    accounts: namesOfAccounts(accounts, names),
    missing: missingEntries(narrowed, { covered: allowed, products: banks.products }),
    gone: banks.gone.length,
  };
}

const isAmong = (granted: readonly Granted[], accountId: AccountId): boolean =>
  granted.some((one) => one.accountId === accountId);

/** The first day of any of these accounts that was ever asked for and that the consents reach back to. */
function firstOf(
  accountIds: readonly AccountId[],
  { firstDays }: ClientBanks,
  granted: readonly Granted[],
): string | null {
  const days = accountIds.flatMap((accountId) => {
    const read = firstDays.get(accountId);
    const own = granted.filter((one) => one.accountId === accountId && entryClusters.includes(one.cluster));
    if (read === undefined || own.length === 0) return [];
    const allowed = own.map(({ historyFrom }) => historyFrom ?? read).sort()[0] ?? read;
    return [[allowed, read].sort()[1] as string];
  });
  return days.sort()[0] ?? null;
}
