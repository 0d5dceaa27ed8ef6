import { and, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { type DataCluster, type Leavable, leavable } from "#lib/kernel/data-cluster.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, ChunkId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { ChunkPlace, RecordsQuery, Since } from "./chunk.ts";
import type { ChunkContext, RecipientId, SummaryContext } from "./context.ts";
import { bookSummaries, declarations, recordChunks, recordErasures } from "./schema.ts";

export interface SealedChunk extends ChunkContext {
  readonly envelope: Buffer;
}

export interface SealedSummary extends SummaryContext {
  readonly envelope: Buffer;
}

/** Whose row it is, and where its tenant's data is kept. */
interface Home {
  readonly tenantId: TenantId;
  readonly region: string;
}

/** Where the acting tenant's data is kept. */
export async function readRegion(tx: Transaction, tenantId: TenantId): Promise<string> {
  const { rows } = await tx.execute<{ region: string }>(
    sql`select region from tenants where tenant_id = ${tenantId}`,
  );
  if (!rows[0]) throw new AppError("request.not_found");
  return rows[0].region;
}

const chunkColumns = {
  chunkId: recordChunks.chunkId,
  connectionId: recordChunks.connectionId,
  accountId: recordChunks.accountId,
  cluster: recordChunks.cluster,
  derived: recordChunks.derived,
  from: recordChunks.from,
  to: recordChunks.to,
  asOf: recordChunks.asOf,
  version: recordChunks.version,
  envelope: recordChunks.envelope,
};

/**
 * What the acting recipient is not shown of a chunk: what every consent leaves out by which they may see it. Row
 * security shows them their own grants only.
 */
const leavesOut = sql<Leavable[]>`case
  when current_user not in ('licet_advisor', 'licet_client') or ${recordChunks.cluster} <> 'transactions' then '{}'
  else array(
  select item from unnest(array[${sql.join([...leavable], sql`, `)}]) as item where not exists (
    select from consent_grants g where g.tenant_id = ${recordChunks.tenantId}
      and g.account_id = ${recordChunks.accountId} and g.cluster = ${recordChunks.cluster}
      and g.investor_id = ${recordChunks.investorId}
      and (g.history_from is null or g.history_from <= ${recordChunks.from})
      and g.valid_from <= statement_timestamp() and g.valid_until > statement_timestamp()
      and not item = any (g.leaves_out))) end`;

export interface SeenChunk extends SealedChunk {
  readonly leavesOut: readonly Leavable[];
}

/** What the database lets the actor see, in the order of accounts, kinds and time. */
export async function readChunks(tx: Transaction, query: RecordsQuery): Promise<readonly SeenChunk[]> {
  const { investorId, accountIds, clusters, from, to, since, derived = false } = query;
  const narrowed: (SQL | undefined)[] = [
    eq(recordChunks.investorId, investorId),
    eq(recordChunks.derived, derived),
    accountIds && sql`${recordChunks.accountId} = any(${sql.param([...accountIds])})`,
    clusters && inArray(recordChunks.cluster, [...clusters]),
    from === undefined ? undefined : gt(recordChunks.to, from),
    to === undefined ? undefined : lt(recordChunks.from, to),
    since && isSince(since),
  ];
  return tx
    .select({ ...chunkColumns, leavesOut })
    .from(recordChunks)
    .where(and(...narrowed))
    .orderBy(recordChunks.accountId, recordChunks.cluster, recordChunks.from);
}

/** What is asked for of which days is one parameter, so that the statement is one and the same. */
function isSince(since: readonly Since[]): SQL {
  const { accountId, cluster, to } = recordChunks;
  return sql`${to} > (select min(s.day) from jsonb_to_recordset(${JSON.stringify(since)}::jsonb)
    as s ("accountId" text, cluster data_cluster, day date)
    where s."accountId" = ${accountId} and s.cluster = ${cluster})`;
}

type StoredPlace = Pick<ChunkContext, "accountId" | "cluster" | "from" | "derived">;

export interface Place {
  readonly chunkId: ChunkId;
  readonly version: number;
}

export const placeOf = ({ accountId, cluster, from, derived }: StoredPlace) =>
  `${accountId}/${cluster}/${from}/${derived}`;

/** Which of these places are taken, by `placeOf`. Nobody else replaces them until this transaction ends. */
export async function lockPlaces(
  tx: Transaction,
  investorId: PersonId,
  wanted: readonly StoredPlace[],
): Promise<ReadonlyMap<string, Place>> {
  const { accountId, cluster, from, derived, chunkId, version } = recordChunks;
  const rows = await tx
    .select({ accountId, cluster, from, derived, chunkId, version })
    .from(recordChunks)
    .where(inPlaces(investorId, wanted))
    .orderBy(chunkId)
    .for("update");
  return new Map(rows.map((row) => [placeOf(row), row]));
}

function inPlaces(investorId: PersonId, places: readonly StoredPlace[]): SQL | undefined {
  const { accountId, cluster, from, derived } = recordChunks;
  const wanted = JSON.stringify(places.map((one) => [one.accountId, one.cluster, one.from, one.derived]));
  return and(
    eq(recordChunks.investorId, investorId),
    sql`(${accountId}, ${cluster}, ${from}, ${derived}) in (
      select place ->> 0, (place ->> 1)::data_cluster, (place ->> 2)::date, (place ->> 3)::boolean
      from jsonb_array_elements(${wanted}::jsonb) place)`,
  );
}

/** What is derived of one place, if anything. Nobody else replaces it until this transaction ends. */
export async function lockDerived(
  tx: Transaction,
  investorId: PersonId,
  place: ChunkPlace,
): Promise<SealedChunk | null> {
  const [row] = await tx
    .select(chunkColumns)
    .from(recordChunks)
    .where(inPlaces(investorId, [{ ...place, derived: true }]))
    .for("update");
  return row ?? null;
}

/** What was reckoned of these, wherever there was anything. */
export async function deleteDerived(
  tx: Transaction,
  investorId: PersonId,
  places: readonly ChunkPlace[],
): Promise<void> {
  if (places.length === 0) return;
  const derived = places.map(({ accountId, cluster, from }) => ({ accountId, cluster, from, derived: true }));
  await tx.delete(recordChunks).where(inPlaces(investorId, derived));
}

export async function insertChunks(
  tx: Transaction,
  home: Home,
  investorId: PersonId,
  chunks: readonly SealedChunk[],
): Promise<void> {
  if (chunks.length === 0) return;
  await tx.insert(recordChunks).values(chunks.map((chunk) => ({ ...home, ...chunk, investorId })));
}

/** Writes only over the version that the new one was counted from. */
export async function replaceChunk(tx: Transaction, { region }: Home, chunk: SealedChunk): Promise<void> {
  const { chunkId, version, connectionId, to, asOf, envelope } = chunk;
  const written = await tx
    .update(recordChunks)
    .set({ connectionId, to, region, asOf, version, envelope })
    .where(and(eq(recordChunks.chunkId, chunkId), eq(recordChunks.version, version - 1)))
    .returning({ chunkId: recordChunks.chunkId });
  if (written.length !== 1) throw new AppError("records.changed", { chunkId });
}

/** These, as they were read. `false` where one of them has been replaced or deleted since. */
export async function deleteChunks(
  tx: Transaction,
  chunks: readonly Pick<SealedChunk, "chunkId" | "version">[],
): Promise<boolean> {
  const wanted = JSON.stringify(chunks.map(({ chunkId, version }) => [chunkId, version]));
  const { rowCount } = await tx.delete(recordChunks).where(
    sql`(${recordChunks.chunkId}, ${recordChunks.version}) in (
      select one ->> 0, (one ->> 1)::integer from jsonb_array_elements(${wanted}::jsonb) one)`,
  );
  return rowCount === chunks.length;
}

/** With what was reckoned of them, which is not counted. */
export async function deleteKinds(
  tx: Transaction,
  investorId: PersonId,
  accountId: AccountId,
  clusters: readonly DataCluster[],
): Promise<number> {
  const isOfThem = and(
    eq(recordChunks.investorId, investorId),
    eq(recordChunks.accountId, accountId),
    inArray(recordChunks.cluster, [...clusters]),
  );
  const { derived } = recordChunks;
  const gone = await tx.delete(recordChunks).where(isOfThem).returning({ derived });
  return gone.filter((one) => !one.derived).length;
}

export async function deleteChunksOf(
  tx: Transaction,
  investorId: PersonId,
  accountIds: readonly AccountId[],
): Promise<void> {
  const isOfThem = inArray(recordChunks.accountId, [...accountIds]);
  await tx.delete(recordChunks).where(and(eq(recordChunks.investorId, investorId), isOfThem));
}

export interface StandingSummary {
  readonly version: number;
  readonly likeness: Buffer | null;
}

/** The version that is there, or 0. Nobody else replaces it until this transaction ends. */
export async function lockSummary(
  tx: Transaction,
  investorId: PersonId,
  recipientId: RecipientId,
): Promise<StandingSummary> {
  const { version, likeness } = bookSummaries;
  const [row] = await tx
    .select({ version, likeness })
    .from(bookSummaries)
    .where(ofRecipient(investorId, recipientId))
    .for("update");
  return row ?? { version: 0, likeness: null };
}

/** Inserts the first version, and writes a later one only over the version that it was counted from. */
export async function saveSummary(
  tx: Transaction,
  home: Home,
  summary: SealedSummary & { readonly likeness: Buffer },
): Promise<void> {
  const { investorId, recipientId, version, asOf, envelope, likeness } = summary;
  if (version === 1) {
    await tx.insert(bookSummaries).values({ ...home, ...summary });
    return;
  }
  const written = await tx
    .update(bookSummaries)
    .set({ region: home.region, asOf, version, envelope, likeness })
    .where(and(ofRecipient(investorId, recipientId), eq(bookSummaries.version, version - 1)))
    .returning({ version: bookSummaries.version });
  if (written.length !== 1) throw new AppError("records.changed", { investorId, recipientId });
}

export async function readSummaries(
  tx: Transaction,
  recipientIds: readonly RecipientId[],
): Promise<readonly SealedSummary[]> {
  const { investorId, recipientId, asOf, version, envelope } = bookSummaries;
  return tx
    .select({ investorId, recipientId, asOf, version, envelope })
    .from(bookSummaries)
    .where(sql`${recipientId} = any(${sql.param([...recipientIds])})`);
}

/** Who has one of this investor. */
export async function listSummarised(tx: Transaction, investorId: PersonId): Promise<readonly RecipientId[]> {
  const rows = await tx
    .select({ recipientId: bookSummaries.recipientId })
    .from(bookSummaries)
    .where(eq(bookSummaries.investorId, investorId));
  return rows.map(({ recipientId }) => recipientId);
}

/** Whoever summarises this investor holds it until their commit, so that of two the later one has the last word. */
export async function holdSummaries(
  tx: Transaction,
  tenantId: TenantId,
  investorId: PersonId,
): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`licet.book/${tenantId}/${investorId}`}, 0))`,
  );
}

/** Which version of each chunk there is, of these kinds. */
export async function listVersions(
  tx: Transaction,
  investorId: PersonId,
  clusters: readonly DataCluster[],
): Promise<readonly string[]> {
  const { chunkId, version } = recordChunks;
  const rows = await tx
    .select({ chunkId, version })
    .from(recordChunks)
    .where(and(eq(recordChunks.investorId, investorId), inArray(recordChunks.cluster, [...clusters])))
    .orderBy(chunkId);
  return rows.map((row) => `${row.chunkId} ${row.version}`);
}

export async function deleteSummary(
  tx: Transaction,
  investorId: PersonId,
  recipientId: RecipientId,
): Promise<void> {
  await tx.delete(bookSummaries).where(ofRecipient(investorId, recipientId));
}

const ofRecipient = (investorId: PersonId, recipientId: RecipientId) =>
  and(eq(bookSummaries.investorId, investorId), eq(bookSummaries.recipientId, recipientId));

/** Waits for whoever is storing of this investor, lets nobody begin, and deletes all there is. */
export async function eraseChunks(
  tx: Transaction,
  tenantId: TenantId,
  investorId: PersonId,
  at: Date,
): Promise<{ chunks: number; summaries: number }> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`licet.records/${tenantId}/${investorId}`}, 0))`,
  );
  await tx.insert(recordErasures).values({ tenantId, investorId, erasedAt: at }).onConflictDoNothing();
  const { derived } = recordChunks;
  const isOfThem = eq(recordChunks.investorId, investorId);
  const gone = await tx.delete(recordChunks).where(isOfThem).returning({ derived });
  const summaries = await tx.delete(bookSummaries).where(eq(bookSummaries.investorId, investorId));
  await tx.delete(declarations).where(eq(declarations.investorId, investorId));
  const chunks = gone.filter((one) => !one.derived).length;
  return { chunks, summaries: summaries.rowCount ?? 0 };
}
