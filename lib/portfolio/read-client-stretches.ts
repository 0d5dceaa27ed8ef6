import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { listClientBanks } from "#lib/connections/list-client-banks.ts";
import { streamForRecipient } from "#lib/disclosures/stream-for-recipient.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { namesOfAccounts } from "./account-names.ts";
import type { EntryStretches } from "./entries-table.ts";
import { entryClusters, missingEntries } from "./entry-page.ts";
import { entriesIn, quarterOf } from "./entry-stretches.ts";
import { newestOf } from "./read-client-holdings.ts";
import type { EntryReading } from "./read-own-stretches.ts";

/**
 * All of a client's transactions as far as their consents allow, the newest first. They are noted as a copy before the
 * first of them is opened, and no more of them is opened once anything changes in what may be seen.
 */
export async function readClientStretches(
  ctx: Context,
  keys: RecordKeys,
  { investorId }: { readonly investorId: PersonId },
): Promise<EntryReading> {
  requirePermission(ctx, "book.read");
  const reading = {
    ...{ investorId, clusters: ["identity" as const, ...entryClusters], what: "export" as const },
    beside: async (tx: Parameters<typeof listClientBanks>[0]) => {
      const banks = await listClientBanks(tx, ctx, investorId);
      const also = { clusters: ["identity" as const], since: newestOf(banks.products, ["identity"]) };
      const accountIds = banks.accounts.map(({ accountId }) => accountId);
      return { found: banks, days: { accountIds }, also };
    },
  };
  const read = await streamForRecipient(ctx, keys, reading, quarterOf);
  const { granted, found, also } = read;
  const seen = found.accounts.filter(({ accountId }) => granted.some((one) => one.accountId === accountId));
  return {
    stretches: opened(read.stretches),
    accounts: namesOfAccounts(seen, also),
    missing: missingEntries(seen, { covered: granted, products: found.products }),
    hidden: granted.length > 0 ? found.hidden : 0,
    gone: found.gone.length,
  };
}

async function* opened(stretches: AsyncIterable<readonly Chunk[] | "cut">): EntryStretches {
  for await (const stretch of stretches) yield stretch === "cut" ? stretch : entriesIn(stretch);
}
