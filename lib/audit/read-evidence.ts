import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "#lib/access/context.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { EventId, TenantId } from "#lib/kernel/id.ts";
import { AuditLogError } from "./audit-log-error.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";
import { formatConsistency } from "./consistency-proof.ts";
import { type EvidenceLines, evidenceLines } from "./evidence-lines.ts";
import {
  findPlacesAbout,
  findPlacesWithin,
  readBody,
  readEntriesAt,
  readIndexedSize,
  readPlaces,
} from "./evidence-repository.ts";
import { formatProof } from "./inclusion-proof.ts";
import { consistencyRuns, inclusionRuns, type Run } from "./merkle.ts";
import { readNotes } from "./read-notes.ts";
import { readRunHashes } from "./tile-repository.ts";

/*
 * What a firm's evidence is read with, below the use case that makes it: that one asks for the permission and leaves
 * the event. Every statement here is under the actor's own row security.
 */

/** A signed state of the log. */
export interface LogState {
  readonly size: number;
  /** The signed checkpoint, to the byte. */
  readonly note: string;
}

export type Sought = { readonly ids: readonly string[] } | { readonly from: Date; readonly before: Date };

const lookAgainMs = 50;

interface AwaitedEvent {
  readonly origin: string;
  readonly tenantId: TenantId;
  readonly eventId: EventId;
  /** Entries are looked for next, by what is known of them. */
  readonly isSought: boolean;
}

/**
 * The first state of the log that is signed and has this event, and so everything that was done before it. A log that
 * does not get there in time is behind, which is said and not passed over.
 */
export async function awaitInLog(
  ctx: Context,
  { origin, tenantId, eventId, isSought }: AwaitedEvent,
  patienceMs: number,
): Promise<LogState> {
  for (const until = performance.now() + patienceMs; performance.now() < until; ) {
    const found = await inSearchTransaction(ctx, async (tx) => {
      const [place] = await readPlaces(tx, tenantId, [eventId]);
      if (!place || (isSought && place.index >= (await readIndexedSize(tx)))) return null;
      const latest = await readLatestCheckpoint(tx, origin);
      return latest && place.index < latest.size ? latest : null;
    });
    if (found) return found;
    await pause(lookAgainMs);
  }
  throw new AppError("audit.log_behind", { eventId });
}

/** The places of the entries sought, in order; one more than `most` where there are more. */
export async function findPlaces(
  tx: Transaction,
  tenantId: TenantId,
  sought: Sought,
  most: number,
): Promise<readonly number[]> {
  const found =
    "ids" in sought
      ? await findPlacesAbout(tx, sought.ids, most + 1)
      : await findPlacesWithin(tx, tenantId, sought, most + 1);
  return [...found].sort((a, b) => a - b);
}

/** The entries at these places as a pack under a state of the log. */
export async function* showEntries(
  ctx: Context,
  shown: { readonly origin: string; readonly tenantId: TenantId; readonly state: LogState },
  places: readonly number[],
  heldSizes: readonly number[],
): AsyncGenerator<EvidenceLines> {
  const { origin, tenantId, state } = shown;
  const notes = await inSearchTransaction(ctx, (tx) => readNotes(tx, origin, state, heldSizes));
  let next = 0;
  yield* evidenceLines(ctx, {
    ...{ origin, tenantId, size: state.size, notes, cuts: heldSizes },
    readEntries: async (tx, { to }: Run, count) => {
      const wanted = places.slice(next, next + count).filter((place) => place < to);
      next += wanted.length;
      const entries = await readEntriesAt(tx, tenantId, wanted);
      if (entries.length !== wanted.length) throw new AuditLogError("incomplete");
      return entries;
    },
  });
}

/** The proof of each of these events under one state of the log; those that it does not have are left out. */
export async function proveEvents(
  tx: Transaction,
  tenantId: TenantId,
  { size, note }: LogState,
  eventIds: readonly EventId[],
): Promise<ReadonlyMap<EventId, string>> {
  const places = (await readPlaces(tx, tenantId, eventIds)).filter(({ index }) => index < size);
  const runs = places.map(({ index }) => inclusionRuns(index, size));
  const hashes = await readRunHashes(tx, runs.flat());
  let at = 0;
  return new Map(
    places.map(({ eventId, index }, which) => {
      const path = hashes.slice(at, at + (runs[which]?.length ?? 0));
      at += path.length;
      return [eventId, formatProof({ index, path, note })];
    }),
  );
}

export interface LaterEvent {
  /** The entry, to the byte. */
  readonly entry: string;
  readonly proof: string;
  readonly consistency: string;
}

/** An event as the log has it under a later state, and that this state continues the earlier one. */
export async function proveLater(
  ctx: Context,
  about: { readonly origin: string; readonly tenantId: TenantId; readonly eventId: EventId },
  earlier: LogState,
): Promise<LaterEvent> {
  const { origin, tenantId, eventId } = about;
  return inSearchTransaction(ctx, async (tx) => {
    const latest = await readLatestCheckpoint(tx, origin);
    const entry = await readBody(tx, tenantId, eventId);
    const proof = latest && (await proveEvents(tx, tenantId, latest, [eventId])).get(eventId);
    if (!latest || !entry || !proof) throw new AppError("audit.proof_not_found", { eventId });
    const path = await readRunHashes(tx, consistencyRuns(earlier.size, latest.size));
    const consistency = formatConsistency({ held: earlier.size, path, note: latest.note });
    return { entry: entry.toString("utf8"), proof, consistency };
  });
}
