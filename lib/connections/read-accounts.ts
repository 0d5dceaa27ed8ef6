import type { Context } from "#lib/access/context.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { Coverage } from "#lib/consent/read-coverage.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import type { BankCalls } from "./bank-calls.ts";
import { collect } from "./collect.ts";
import { identityChunk } from "./identity-chunk.ts";
import { type NamedAccount, nameAccounts } from "./name-accounts.ts";
import { listNeed } from "./plan-reads.ts";

export type ListedAccount = NamedAccount & { readonly account: AspspAccount };

/**
 * The bank's list, taken down: what is new is offered to the investor, who it is sealed with it, and what is missing is
 * gone. Nothing that was not chosen is read.
 */
export async function readAccounts(
  ctx: Context,
  keys: RecordKeys,
  { reading, storing, connection }: BankCalls,
  coverage: Coverage,
): Promise<ReadonlyMap<AccountId, ListedAccount>> {
  const covered = listNeed(coverage);
  if (!covered) throw new AspspError("notCovered", { call: "accounts" });
  const need = { accountId: null, ...covered };
  const accounts = await reading(need, (session) => collect(session.accounts()));
  const asOf = ctx.clock.now();
  using key = await holdInvestorKey(ctx, keys, connection.investorId);
  return await storing(need, async ({ tx }) => {
    const { ours, fresh } = await nameAccounts(tx, ctx, key, connection, accounts);
    const listed = [...ours].map(([account, named]) => ({ ...named, account }));
    const unknown = listed.filter(({ accountId }) => fresh.includes(accountId));
    const { connectionId } = connection;
    await storeChunks(
      tx,
      ctx,
      key,
      unknown.map((one) =>
        identityChunk(connectionId, one.accountId, { account: one.account, holders: [] }, asOf),
      ),
    );
    return new Map(listed.map((one) => [one.accountId, one]));
  });
}
