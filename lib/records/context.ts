import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId, ChunkId, ClientId, ConnectionId, PersonId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";

/** Whose key it is and which KMS key wraps it, named without its version because a rotation re-wraps under a later one. */
export interface KeyContext {
  readonly tenantId: TenantId;
  /** `null` for a firm's book key. */
  readonly investorId: PersonId | null;
  readonly region: string;
  readonly keyName: KeyName;
}

/** A date as `2026-01-31`. */
export type Day = string;

/** Everything that a sealed chunk is bound to, beside its key. */
export interface ChunkContext {
  readonly chunkId: ChunkId;
  readonly connectionId: ConnectionId;
  readonly accountId: AccountId;
  readonly cluster: DataCluster;
  readonly from: Day;
  /** The first day that is not in it. */
  readonly to: Day;
  readonly asOf: Date;
  readonly version: number;
}

/** A whole firm, one of its people or one of its programs. */
export type RecipientId = TenantId | PersonId | ClientId;

/** Everything that a sealed summary is bound to, beside its key. */
export interface SummaryContext {
  readonly investorId: PersonId;
  readonly recipientId: RecipientId;
  readonly asOf: Date;
  readonly version: number;
}

/** Each form is a label, then every field in this order: no two different contexts have the same bytes. */
export const encodeKeyContext = (key: KeyContext): Buffer =>
  lengthPrefixed([
    "licet/record-key/1",
    key.tenantId,
    key.investorId ?? "",
    key.investorId === null ? "book" : "records",
    key.region,
    key.keyName,
  ]);

export const encodeChunkContext = (key: KeyContext, chunk: ChunkContext): Buffer =>
  lengthPrefixed([
    "licet/record-chunk/1",
    key.tenantId,
    key.investorId ?? "",
    chunk.connectionId,
    chunk.accountId,
    chunk.cluster,
    chunk.from,
    chunk.to,
    chunk.chunkId,
    chunk.asOf.toISOString(),
    String(chunk.version),
    "records",
    key.region,
    key.keyName,
  ]);

export const encodeSummaryContext = (key: KeyContext, summary: SummaryContext): Buffer =>
  lengthPrefixed([
    "licet/book-summary/1",
    key.tenantId,
    summary.investorId,
    summary.recipientId,
    summary.asOf.toISOString(),
    String(summary.version),
    "book",
    key.region,
    key.keyName,
  ]);
