import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { readGranted } from "#lib/consent/read-granted.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Chunk, RecordsQuery } from "#lib/records/chunk.ts";
import { receiveRecords } from "#lib/records/receive-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { discloseTo } from "./disclose-to.ts";
import type { DisclosureWay } from "./disclosure.ts";
import { isNoteRefused } from "./repository.ts";

export interface Reading<Beside> {
  readonly investorId: PersonId;
  /** What is needed and no more: this is what the investor is told was seen. */
  readonly clusters: readonly DataCluster[];
  readonly what: DisclosureWay;
  /** Reads what else the page shows of what was granted, in the same transaction, and may narrow the days. */
  readonly beside: (
    tx: Transaction,
    granted: readonly Granted[],
  ) => Promise<{ readonly found: Beside; readonly days?: Pick<RecordsQuery, "from" | "to"> }>;
}

export interface ReadForRecipient<Beside> {
  readonly granted: readonly Granted[];
  readonly chunks: readonly Chunk[];
  readonly found: Beside;
}

/**
 * The one way in which an advisor or a program reads an investor's bank data: what their consents allow at this moment
 * is noted and read in one transaction, and opened after its commit. A withdrawal that commits in between hides the data
 * all the same, so the note may tell of more than was shown and never of less. One that commits before the note has the
 * database refuse it, and what is allowed is asked for once more.
 */
export async function readForRecipient<Beside>(
  ctx: Context,
  keys: RecordKeys,
  reading: Reading<Beside>,
): Promise<ReadForRecipient<Beside>> {
  requirePermission(ctx, "disclosure.make");
  try {
    return await readOnce(ctx, keys, reading);
  } catch (failure) {
    if (!isNoteRefused(failure)) throw failure;
    return readOnce(ctx, keys, reading);
  }
}

async function readOnce<Beside>(
  ctx: Context,
  keys: RecordKeys,
  { investorId, clusters, what, beside }: Reading<Beside>,
): Promise<ReadForRecipient<Beside>> {
  const read = await receiveRecords(ctx, keys, async (tx) => {
    const granted = (await readGranted(tx, ctx, investorId)).filter((one) => clusters.includes(one.cluster));
    const shown = {
      consentIds: unique(granted.flatMap(({ consentIds }) => consentIds)),
      clusters: unique(granted.map(({ cluster }) => cluster)),
      accountIds: unique(granted.map(({ accountId }) => accountId)),
    };
    if (granted.length > 0) await discloseTo(tx, ctx, { investorId, what, ...shown });
    const { found, days } = await beside(tx, granted);
    const { accountIds, clusters: seen } = shown;
    const query = granted.length > 0 ? { investorId, accountIds, clusters: seen, ...days } : null;
    return { query, beside: { granted, found } };
  });
  return { chunks: read.chunks, ...read.beside };
}

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];
