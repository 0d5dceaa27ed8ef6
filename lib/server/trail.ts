import "server-only";

import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { readInclusionProof } from "#lib/audit/read-inclusion-proof.ts";
import { type LogSearch, type ParsedSearch, parseSearch, trailShape } from "#lib/audit/search.ts";
import type { LiveEntry, NamedEntry } from "#lib/audit/view.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { translator } from "#lib/i18n/messages.ts";
import { exportTrail, followTrail, resumeTrail } from "#lib/identity/search-trail.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { EventId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { takePlace } from "./stream-places.ts";
import { tableFile } from "./table-file.ts";

/** What an address asks of the trail: the same for the page, its file and its stream. */
export function trailAsked(query: Readonly<Record<string, string | string[] | undefined>>) {
  const asked = parseTableAsked(trailShape, query);
  return { asked, ...parseSearch(asked.filters) };
}

export { trailShape };

export const trailAskedOf = (url: string) => trailAsked(Object.fromEntries(new URL(url).searchParams));

/** What cannot be looked for is refused where no page is there to say at which field. */
function searchOf({ search, unusable }: ParsedSearch): LogSearch {
  if (unusable.length > 0) throw new AppError("request.invalid");
  return search;
}

const header = [
  ...["occurred_at", "event_id", "type", "actor_type", "actor_id", "actor_name", "session_id"],
  ...["subject_id", "subject_name", "request_id", "log_index", "facts"],
];

/** The entries that are looked for, as CSV. Its columns have the names that the log's own fields have. */
export function trailFile(ctx: Context, asked: ParsedSearch): Promise<Response> {
  const entries = exportTrail(ctx, searchOf(asked));
  async function* lines() {
    for await (const entry of entries) {
      yield [
        ...[entry.at, entry.eventId, entry.type, entry.actorType, entry.actorId, entry.actorName],
        ...[entry.sessionId, entry.subjectId, entry.subjectName, entry.requestId, entry.index],
        JSON.stringify(entry.facts),
      ];
    }
  }
  return tableFile("audit-log", header, lines());
}

/** The proof of one entry, to the byte (c2sp.org/tlog-proof). */
export async function entryProof(ctx: Context, eventId: EventId): Promise<string> {
  return (await readInclusionProof(ctx, webConfig().auditOrigin, eventId)).proof;
}

/** Entries in words of a language. Those without a place are not there yet. */
export function liveEntries(locale: Locale, entries: readonly NamedEntry[]): readonly LiveEntry[] {
  const audit = translator(locale, "audit");
  const actors = translator(locale, "trail.actors");
  return entries.flatMap((entry) => {
    const { eventId, index, at, type, actorType, actorId, actorName, subjectId, subjectName } = entry;
    if (index === null) return [];
    const key = type as Parameters<typeof audit>[0];
    const facts = Object.entries(entry.facts).map(([name, value]) => `${name} ${[value].flat().join(", ")}`);
    return [
      {
        ...{
          eventId,
          index,
          at,
          time: formatDateTime(locale, at),
          label: audit.has(key) ? audit(key) : type,
        },
        actor: actorName ?? actorId ?? actors(actorType as "system"),
        subject: subjectName ?? subjectId ?? "–",
        facts: facts.join(" · "),
      },
    ];
  });
}

const lookEveryMs = 1_000;
const silenceMs = 15_000;
const placeInLog = /^(-1|0|[1-9]\d{0,14})$/;
const encoder = new TextEncoder();

/**
 * What is added to the log, as server-sent events, for as long as the session runs by which it is asked for. To a reader
 * that does not read nothing is written and nothing is gathered for it.
 */
export async function trailStream(
  ctx: Context,
  locale: Locale,
  {
    asked,
    after,
    signal,
  }: { readonly asked: ParsedSearch; readonly after: string; readonly signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const { personId } = requirePerson(ctx, "audit.search");
  const search = searchOf(asked);
  if (!placeInLog.test(after)) throw new AppError("request.invalid");
  const place = Number(after);
  // Whoever gets no place is refused, and does not stand in the log as following it too.
  const giveBack = takePlace(personId);
  try {
    await resumeTrail(ctx, search, place);
  } catch (refusal) {
    giveBack();
    throw refusal;
  }
  signal.addEventListener("abort", giveBack, { once: true });
  if (signal.aborted) giveBack();
  const said = messages(ctx, locale, search, place, signal);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await said.next();
          if (value !== undefined) controller.enqueue(encoder.encode(value));
          if (!done) return;
          controller.close();
        } catch (failure) {
          controller.error(failure);
        }
        giveBack();
      },
      cancel: giveBack,
    },
    { highWaterMark: 0 },
  );
}

async function* messages(
  ctx: Context,
  locale: Locale,
  search: LogSearch,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<string, undefined> {
  yield "retry: 2000\n\n";
  let place = from;
  let spokeAt = Date.now();
  while (!signal.aborted) {
    const added = await stillAllowed(() => followTrail(ctx, search, place));
    if (added === null) {
      yield "event: signedOut\ndata: null\n\n";
      return;
    }
    place = added.place;
    const entries = liveEntries(locale, added.entries);
    if (entries.length > 0 || Date.now() - spokeAt >= silenceMs) {
      // A browser that comes back says the last identifier, and so misses nothing.
      yield `id: ${place}\nevent: entries\ndata: ${JSON.stringify({ entries, place })}\n\n`;
      spokeAt = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function stillAllowed<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "auth.session_expired") return null;
    throw refusal;
  }
}
