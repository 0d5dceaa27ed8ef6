import type { Institution, Institutions } from "./institution-entry.ts";

export interface InstitutionChange {
  /** All that is in force now. */
  readonly institutions: Institutions;
  /** Banks that are reached in another way than before, or not any more: what speaks to them is let go of. */
  readonly reconnect: ReadonlySet<string>;
}

/**
 * The banks that are in force. They may be others at the next call, so nobody keeps what `current` gave; an entry
 * that a change left as it was stays the same object, and so does its `connection`.
 */
export interface InstitutionSource {
  current(): Institutions;
  /** Told right after each change. Returns what ends the telling. */
  onChange(listener: (change: InstitutionChange) => void): () => void;
}

/** For programs that read the file once. */
export const fixedInstitutions = (institutions: Institutions): InstitutionSource => ({
  current: () => institutions,
  onChange: () => () => {},
});

/** The new entries in the place of the old ones, the same objects where nothing is new about them. */
export function replaceInstitutions(before: Institutions, read: Institutions): InstitutionChange {
  const institutions = new Map(
    [...read].map(([id, entry]) => [id, keptIfSame(before.get(id), entry)] as const),
  );
  const reconnect = [...before].flatMap(([id, { connection }]) =>
    connection && institutions.get(id)?.connection !== connection ? [id] : [],
  );
  return { institutions, reconnect: new Set(reconnect) };
}

function keptIfSame(before: Institution | undefined, read: Institution): Institution {
  if (!before || isSame(before, read)) return before ?? read;
  return isSame(before.connection, read.connection) ? { ...read, connection: before.connection } : read;
}

/** Both come out of the same schema, which decides the order of their settings. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
