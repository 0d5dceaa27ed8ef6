import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConnectionId, PersonId } from "#lib/kernel/id.ts";
import type { ChunkContext, Day } from "./context.ts";
import type { RecordOf, ValuationRow } from "./shapes.ts";

interface About<Cluster extends DataCluster> {
  readonly connectionId: ConnectionId;
  readonly accountId: AccountId;
  readonly cluster: Cluster;
  readonly from: Day;
  /** The first day that is not in it. */
  readonly to: Day;
  /** When the bank said so. */
  readonly asOf: Date;
  /** None means that the bank said there are none. What is not known has no chunk. */
  readonly records: readonly RecordOf<Cluster>[];
}

/** What a bank told of one account, one kind and one period. It takes the place of what it told before. */
export type NewChunk = { [Cluster in DataCluster]: About<Cluster> }[DataCluster];

/** The same, out of the database. */
export type Chunk = {
  [Cluster in DataCluster]: About<Cluster> & Pick<ChunkContext, "chunkId" | "version">;
}[DataCluster];

/** Where a chunk stands among its investor's: there is one of each. */
export type ChunkPlace = Pick<ChunkContext, "accountId" | "cluster" | "from">;

/** What is reckoned from chunks of one account, one kind and one period. It is made, replaced and removed with them. */
export interface NewValuations extends Omit<About<DataCluster>, "records"> {
  readonly derived: true;
  readonly records: readonly ValuationRow[];
}

/** The same, out of the database. */
export interface ValuationChunk extends NewValuations, Pick<ChunkContext, "chunkId" | "version"> {}

/** What a query is answered with. */
export type ChunkOf<Query extends RecordsQuery> = Query extends { readonly derived: true }
  ? ValuationChunk
  : Chunk;

export interface Since {
  readonly accountId: AccountId;
  readonly cluster: DataCluster;
  readonly day: Day;
}

/** Of one investor; what is left out does not narrow. What may be seen at all is the database's to say. */
export interface RecordsQuery {
  readonly investorId: PersonId;
  readonly accountIds?: readonly AccountId[];
  readonly clusters?: readonly DataCluster[];
  readonly from?: Day;
  readonly to?: Day;
  /** Of each of these its own first day; other accounts and kinds are left out. */
  readonly since?: readonly Since[];
  /** What is reckoned from chunks in place of what the bank told. Never both. */
  readonly derived?: true;
}
