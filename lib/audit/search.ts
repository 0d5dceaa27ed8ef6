import type { TableShape } from "#lib/kernel/table-asked.ts";
import { anywhere, termOf, wordsOf } from "./terms.ts";
import type { TrailEntry } from "./view.ts";

/** What is looked for in the log. Everything that is given must hold. */
export interface LogSearch {
  readonly actor?: string;
  readonly subject?: string;
  readonly type?: string;
  readonly request?: string;
  /** An identifier, wherever it stands. */
  readonly id?: string;
  readonly from?: Date;
  readonly to?: Date;
}

export const searchFilters = ["actor", "subject", "type", "request", "id", "from", "to"] as const;
export type SearchFilter = (typeof searchFilters)[number];

export const trailColumns = ["at", "type", "actor", "subject", "facts", "request", "event", "index"] as const;
export type TrailColumn = (typeof trailColumns)[number];

export const trailShape = {
  columns: trailColumns,
  usual: ["at", "type", "actor", "subject", "facts"],
  filters: searchFilters,
} as const satisfies TableShape<TrailColumn, SearchFilter>;

/** Identifiers, job names and types of events, and nothing with which one could write anything else. */
const word = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,119}$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;
const lastOfDay = "T23:59:59.999Z";

export interface ParsedSearch {
  readonly search: LogSearch;
  /** Filters that say nothing that could be looked for: where there is one, nothing is found. */
  readonly unusable: readonly SearchFilter[];
}

/** Days are of UTC, as every time that is shown, and the last one is looked through to its end. */
export function parseSearch(filters: Readonly<Partial<Record<SearchFilter, string>>>): ParsedSearch {
  const given = searchFilters.flatMap((name) => {
    const text = filters[name];
    return text === undefined ? [] : [[name, readValue(name, text)] as const];
  });
  return {
    search: Object.fromEntries(given.filter(([, value]) => value !== null)) as LogSearch,
    unusable: given.flatMap(([name, value]) => (value === null ? [name] : [])),
  };
}

function readValue(name: SearchFilter, text: string): string | Date | null {
  if (name !== "from" && name !== "to") return word.test(text) ? text : null;
  if (!day.test(text) && !moment.test(text)) return null;
  const time = new Date(day.test(text) ? `${text}${name === "to" ? lastOfDay : "T00:00:00Z"}` : text);
  // The database's own range is longer, and 30 February is no day.
  const isThere = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.slice(0, 10));
  return isThere ? time : null;
}

/** Terms of which an entry must have all, and terms of which it must have one if there are any. */
export function termsWanted({ actor, subject, type, request, id }: LogSearch) {
  const all = Object.entries({ actor, subject, type, request } as const).flatMap(([kind, value]) =>
    value === undefined ? [] : [termOf(kind as "actor", value)],
  );
  return { all, any: id === undefined ? [] : anywhere.map((kind) => termOf(kind, id)) };
}

/** The names of the filters used and the identifiers asked for, as the event of the search has them. */
export function describeSearch(search: LogSearch) {
  const { actor, subject, request, id } = search;
  return {
    filters: searchFilters.filter((name) => search[name] !== undefined),
    ids: [...new Set([actor, subject, request, id].filter((one) => one !== undefined))],
  };
}

/** Whether an entry is what is looked for: the index is only a way to it. */
export function isFound(
  entry: TrailEntry,
  { actor, subject, type, request, id, from, to }: LogSearch,
): boolean {
  const at = Date.parse(entry.at);
  const ids = [entry.eventId, entry.actorId, entry.subjectId, entry.requestId, entry.sessionId];
  return (
    (actor === undefined || entry.actorId === actor) &&
    (subject === undefined || entry.subjectId === subject) &&
    (type === undefined || entry.type === type) &&
    (request === undefined || entry.requestId === request) &&
    (id === undefined ||
      ids.includes(id) ||
      Object.values(entry.facts).some((fact) => wordsOf(fact).includes(id))) &&
    (from === undefined || at >= from.getTime()) &&
    (to === undefined || at <= to.getTime())
  );
}
