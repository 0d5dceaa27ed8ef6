import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { readGranted } from "#lib/consent/read-granted.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Chunk, ChunkOf, RecordsQuery } from "#lib/records/chunk.ts";
import { type NotedQuery, receiveRecords } from "#lib/records/receive-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { discloseTo } from "./disclose-to.ts";
import type { DisclosureWay } from "./disclosure.ts";
import { isNoteRefused } from "./repository.ts";

export interface Reading<Beside, Derived extends true | undefined = undefined> {
  readonly investorId: PersonId;
  /** What is needed and no more: this is what the investor is told was seen. */
  readonly clusters: readonly DataCluster[];
  readonly what: DisclosureWay;
  /** What is reckoned from what the banks told, in its place. It is noted as the kind of data that it is made of. */
  readonly derived?: Derived;
  /** Reads what else the page shows of what was granted, in the same transaction, and may narrow the days. */
  readonly beside: (tx: Transaction, granted: readonly Granted[]) => Promise<Found<Beside>>;
}

export interface Found<Beside> {
  readonly found: Beside;
  /** Of which days, and where not all of it is shown, of which accounts alone. */
  readonly days?: Pick<RecordsQuery, "from" | "to" | "since" | "accountIds">;
  /** Kinds of data that are read as the banks told them and of days of their own; the others are read as before. */
  readonly also?: Pick<RecordsQuery, "since"> & { readonly clusters: readonly DataCluster[] };
}

export interface ReadForRecipient<Beside, Derived extends true | undefined = undefined> {
  readonly granted: readonly Granted[];
  readonly chunks: readonly ChunkOf<Query<Derived>>[];
  readonly also: readonly Chunk[];
  readonly found: Beside;
}

type Query<Derived extends true | undefined> = Derived extends true
  ? RecordsQuery & { readonly derived: true }
  : RecordsQuery;

/**
 * The one way in which an advisor or a program reads an investor's bank data: what their consents allow at this moment
 * is noted and read in one transaction, and opened after its commit. A withdrawal that commits in between hides the data
 * all the same, so the note may tell of more than was shown and never of less. One that commits before the note has the
 * database refuse it, and what is allowed is asked for once more.
 */
export async function readForRecipient<Beside, Derived extends true | undefined = undefined>(
  ctx: Context,
  keys: RecordKeys,
  reading: Reading<Beside, Derived>,
): Promise<ReadForRecipient<Beside, Derived>> {
  requirePermission(ctx, "disclosure.make");
  return againOnceRefused(async () => {
    const read = await receiveRecords(ctx, keys, (tx) => noteReading(tx, ctx, reading));
    return { chunks: read.chunks, also: read.also, ...read.beside };
  });
}

/** One more time, where a consent ended between what was allowed and the note of it. */
export async function againOnceRefused<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (!isNoteRefused(failure)) throw failure;
    return attempt();
  }
}

/** Notes everything that is granted of what is asked for, and says what may now be read in the same transaction. */
export async function noteReading<Beside, Derived extends true | undefined>(
  tx: Transaction,
  ctx: Context,
  { investorId, clusters, what, beside, derived }: Reading<Beside, Derived>,
): Promise<NotedQuery<{ granted: readonly Granted[]; found: Beside }, Query<Derived>>> {
  const granted = (await readGranted(tx, ctx, investorId)).filter((one) => clusters.includes(one.cluster));
  const shown = {
    consentIds: unique(granted.flatMap(({ consentIds }) => consentIds)),
    clusters: unique(granted.map(({ cluster }) => cluster)),
    accountIds: unique(granted.map(({ accountId }) => accountId)),
  };
  if (granted.length > 0) await discloseTo(tx, ctx, { investorId, what, ...shown });
  const { found, days, also } = await beside(tx, granted);
  const { accountIds } = shown;
  const [apart, others] = splitBy(shown.clusters, also?.clusters ?? []);
  const asked = { investorId, accountIds, clusters: others, ...days, ...(derived ? { derived } : {}) };
  return {
    query: others.length > 0 ? (asked as Query<Derived>) : null,
    also: apart.length > 0 ? { investorId, accountIds, ...also, clusters: apart } : null,
    beside: { granted, found },
  };
}

/** Those that are in the other list, and the rest. */
const splitBy = <T>(list: readonly T[], other: readonly T[]): readonly [readonly T[], readonly T[]] => [
  list.filter((one) => other.includes(one)),
  list.filter((one) => !other.includes(one)),
];

const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];
