import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ConnectionId, PersonId } from "#lib/kernel/id.ts";
import type { ChunkContext, Day } from "./context.ts";
import type { RecordOf } from "./shapes.ts";

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

/** Of one investor; what is left out does not narrow. What may be seen at all is the database's to say. */
export interface RecordsQuery {
  readonly investorId: PersonId;
  readonly accountIds?: readonly AccountId[];
  readonly clusters?: readonly DataCluster[];
  readonly from?: Day;
  readonly to?: Day;
}
