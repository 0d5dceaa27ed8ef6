import type { Context } from "#lib/access/context.ts";
import { exportSearch } from "#lib/audit/export-search.ts";
import { beginFollowing, followFrom, resumeFollowing } from "#lib/audit/follow-log.ts";
import { readTrailEntry } from "#lib/audit/read-trail-entry.ts";
import type { LogSearch } from "#lib/audit/search.ts";
import { type SearchLog, searchLog } from "#lib/audit/search-log.ts";
import type { NamedEntry } from "#lib/audit/view.ts";
import type { EventId } from "#lib/kernel/id.ts";
import { nameEntries } from "./name-entries.ts";
import { requireRunningSession } from "./require-running-session.ts";

/** A page of the trail with names. */
export async function searchTrail(ctx: Context, asked: SearchLog) {
  const found = await searchLog(ctx, asked);
  return { ...found, entries: await nameEntries(ctx, found.entries) };
}

/** One entry and those beside it, with names. */
export async function readNamedEntry(ctx: Context, eventId: EventId) {
  const { entry, bytes, ofRequest, ofSubject } = await readTrailEntry(ctx, eventId);
  const named = await nameEntries(ctx, [entry, ...ofRequest, ...ofSubject]);
  return {
    entry: named[0] as NamedEntry,
    bytes,
    ofRequest: named.slice(1, 1 + ofRequest.length),
    ofSubject: named.slice(1 + ofRequest.length),
  };
}

/** Every entry that is looked for, with names, as it is read. */
export async function* exportTrail(ctx: Context, search: LogSearch): AsyncGenerator<NamedEntry, undefined> {
  for await (const group of exportSearch(ctx, search)) yield* await nameEntries(ctx, group);
  return undefined;
}

export interface TrailAdded {
  readonly entries: readonly NamedEntry[];
  readonly place: number;
}

export async function beginTrail(ctx: Context, search: LogSearch): Promise<TrailAdded> {
  const { entries, place } = await beginFollowing(ctx, search);
  return { entries: await nameEntries(ctx, entries), place };
}

export const resumeTrail = resumeFollowing;

/** What was added since, for as long as the session runs by which it is followed. */
export async function followTrail(ctx: Context, search: LogSearch, from: number): Promise<TrailAdded> {
  const { entries, place } = await followFrom(ctx, search, from, requireRunningSession);
  return { entries: await nameEntries(ctx, entries), place };
}
