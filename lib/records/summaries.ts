import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { RecipientId } from "./context.ts";
import { tenantOf } from "./open-records.ts";
import { holdSummaries, listSummarised, listVersions } from "./repository.ts";

/** What stands of an investor: compared with what it was before, it says whether something is still made of all of it. */
export async function readStanding(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
  clusters: readonly DataCluster[],
): Promise<readonly string[]> {
  requirePermission(ctx, "records.read");
  return listVersions(tx, investorId, clusters);
}

/** Who has a summary of this investor. Until the transaction ends, nobody else writes one. */
export async function holdSummariesOf(
  tx: Transaction,
  ctx: Context,
  investorId: PersonId,
): Promise<readonly RecipientId[]> {
  requirePermission(ctx, "records.store");
  await holdSummaries(tx, tenantOf(ctx), investorId);
  return listSummarised(tx, investorId);
}
