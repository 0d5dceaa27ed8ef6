import type { Context } from "#lib/access/context.ts";
import { leavable } from "#lib/kernel/data-cluster.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import type { BankCalls } from "./bank-calls.ts";
import type { PlannedRead } from "./plan-reads.ts";
import { saveRead } from "./product-state-repository.ts";
import type { Asked, ReadProduct } from "./read-product.ts";

/**
 * Stores all of one kind of data of one account, or nothing of it: what was known is never half replaced. Whoever has
 * the consent leave out more while the bank was read finds that none of it is stored.
 */
export async function storeProduct(
  ctx: Context,
  keys: RecordKeys,
  { storing, connection }: BankCalls,
  { accountId }: PlannedRead,
  { cluster, chunks, records }: ReadProduct,
  asked: Asked & { readonly hasPast: boolean },
): Promise<void> {
  const { connectionId, investorId } = connection;
  const from = asked.hasPast ? asked.from : null;
  const leftOut = cluster === "transactions" ? asked.leavesOut : [];
  const holds = cluster === "transactions" ? leavable.filter((one) => !leftOut.includes(one)) : [];
  const full = chunks.map((chunk) => ({ ...chunk, connectionId, accountId, asOf: asked.asOf }) as NewChunk);
  using key = await holdInvestorKey(ctx, keys, investorId);
  await storing({ accountId, cluster, from, holds }, async ({ tx }) => {
    await storeChunks(tx, ctx, key, full);
    await saveRead(tx, { accountId, cluster }, { asOf: asked.asOf, records, from, leftOut });
  });
}
