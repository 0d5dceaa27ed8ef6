import type { Context } from "#lib/access/context.ts";
import type { AccountKind } from "#lib/aspsp/records.ts";
import type { Transaction } from "#lib/db/database.ts";
import { leavable } from "#lib/kernel/data-cluster.ts";
import type { NewChunk, NewValuations } from "#lib/records/chunk.ts";
import type { ChunkKey } from "#lib/records/chunk-key.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { reviseDerived } from "#lib/records/revise-derived.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import { deriveEntries, deriveHoldings, isOfEntries, withDay } from "#lib/valuation/derive.ts";
import type { BankCalls } from "./bank-calls.ts";
import { monthOf, nextMonth } from "./periods.ts";
import type { PlannedRead } from "./plan-reads.ts";
import { saveRead } from "./product-state-repository.ts";
import type { Asked, ReadProduct } from "./read-product.ts";

/**
 * Stores all of one kind of data of one account with what is reckoned from it, or nothing of it: what was known is never
 * half replaced. Whoever has the consent leave out more while the bank was read finds that none of it is stored.
 */
export async function storeProduct(
  ctx: Context,
  keys: RecordKeys,
  { storing, connection }: BankCalls,
  { accountId, kind }: Pick<PlannedRead, "accountId"> & { readonly kind: AccountKind },
  { cluster, chunks, records }: ReadProduct,
  asked: Asked & { readonly hasPast: boolean },
): Promise<void> {
  const { connectionId, investorId } = connection;
  const from = asked.hasPast ? asked.from : null;
  const leftOut = cluster === "transactions" ? asked.leavesOut : [];
  const holds = cluster === "transactions" ? leavable.filter((one) => !leftOut.includes(one)) : [];
  const full = chunks.map((chunk) => ({ ...chunk, connectionId, accountId, asOf: asked.asOf }) as NewChunk);
  const derived: NewValuations[] = [];
  for (const chunk of full) if (isOfEntries(chunk)) derived.push(await deriveEntries(chunk, kind));
  using key = await holdInvestorKey(ctx, keys, investorId);
  await storing({ accountId, cluster, from, holds }, async ({ tx }) => {
    await storeChunks(tx, ctx, key, [...full, ...derived]);
    for (const chunk of full) await storeDay(tx, ctx, key, chunk);
    await saveRead(tx, { accountId, cluster }, { asOf: asked.asOf, records, from, leftOut });
  });
}

/** What is held on a day stands with the other days of its month. */
async function storeDay(tx: Transaction, ctx: Context, key: ChunkKey, chunk: NewChunk): Promise<void> {
  const told = deriveHoldings(chunk);
  const [first] = told ?? [];
  if (!told || !first) return;
  const { connectionId, accountId, cluster, asOf } = chunk;
  const month = { from: monthOf(first.day), to: nextMonth(first.day) };
  const about = { connectionId, accountId, cluster, ...month, asOf };
  await reviseDerived(tx, ctx, key, about, (kept) => withDay(kept, told));
}
