import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type {
  AccountId,
  AssetId,
  ChunkId,
  ClientId,
  ConnectionId,
  NoteId,
  PersonId,
  TenantId,
} from "#lib/kernel/id.ts";
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
  /** Whether it was reckoned from what the bank told, and is not that itself. */
  readonly derived: boolean;
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

/** A thing of the investor's own, or an account of which they say something. */
export type DeclarationSubject = AssetId | AccountId;

/** Everything that a sealed declaration is bound to, beside its key. */
export interface DeclarationContext {
  readonly subjectId: DeclarationSubject;
  readonly version: number;
}

/** Everything that an advisor's sealed note of an investor is bound to, beside the investor's key. */
export interface NoteContext {
  readonly noteId: NoteId;
  readonly authorId: PersonId;
  readonly version: number;
}

/**
 * Each form is a label, then every field in this order: no two different contexts have the same bytes. Lists that
 * are length-prefixed stay so when one follows the other, so what a key's chunks have in common is encoded once.
 */
const encodeShared = (label: string, key: KeyContext): Buffer =>
  lengthPrefixed([
    label,
    key.tenantId,
    key.investorId ?? "",
    key.investorId === null ? "book" : "records",
    key.region,
    key.keyName,
  ]);

export const encodeKeyContext = (key: KeyContext): Buffer => encodeShared("licet/record-key/1", key);

export function encodeChunkContext(key: KeyContext): (chunk: ChunkContext) => readonly Buffer[] {
  const told = encodeShared("licet/record-chunk/1", key);
  const derived = encodeShared("licet/derived-chunk/1", key);
  return (chunk) => [
    chunk.derived ? derived : told,
    lengthPrefixed([
      chunk.chunkId,
      chunk.connectionId,
      chunk.accountId,
      chunk.cluster,
      chunk.from,
      chunk.to,
      String(chunk.asOf.getTime()),
      String(chunk.version),
    ]),
  ];
}

export function encodeDeclarationContext(
  key: KeyContext,
): (declaration: DeclarationContext) => readonly Buffer[] {
  const shared = encodeShared("licet/declaration/1", key);
  return ({ subjectId, version }) => [shared, lengthPrefixed([subjectId, String(version)])];
}

export function encodeNoteContext(key: KeyContext): (note: NoteContext) => readonly Buffer[] {
  const shared = encodeShared("licet/advisor-note/1", key);
  return ({ noteId, authorId, version }) => [shared, lengthPrefixed([noteId, authorId, String(version)])];
}

export function encodeSummaryContext(key: KeyContext): (summary: SummaryContext) => readonly Buffer[] {
  const shared = encodeShared("licet/book-summary/1", key);
  return (summary) => [
    shared,
    lengthPrefixed([
      summary.investorId,
      summary.recipientId,
      String(summary.asOf.getTime()),
      String(summary.version),
    ]),
  ];
}
