import { readFileSync, statSync } from "node:fs";
import type { Institutions } from "./institution-entry.ts";
import { InstitutionFileError, parseInstitutionFile } from "./institution-file.ts";
import { type InstitutionChange, type InstitutionSource, replaceInstitutions } from "./institution-source.ts";

/** A path, and what stood there when the process was configured. */
export interface InstitutionFile {
  readonly path: string;
  readonly text: string;
}

export interface InstitutionFileState {
  /** Since when these entries are in force in this process. */
  readonly inForceSince: Date;
  /** Since when the file is another and cannot be used; `null` while what stands there is in force. */
  readonly refusedSince: Date | null;
}

/** Names of settings and banks, places and counts: no other text of the file. */
export interface InstitutionLog {
  info(facts: object, event: string): void;
  error(facts: object, event: string): void;
}

const lookEveryMs = 1_000;
/** How often a refused file is told again while it stays. */
const remindEveryMs = 10 * 60_000;

/**
 * The banks of the file, as it is at present. The file is looked at instead of listened to: whoever replaces it by a
 * rename, or by a link to another folder, is seen like one who writes into it, on every file system. A change is read
 * when two looks in a row have found the same, so that one that is still being written is left alone, and it is taken
 * whole or not at all: a wrong file changes nothing, and its problems are told at once.
 */
export class WatchedInstitutions implements InstitutionSource {
  readonly #path: string;
  readonly #log: InstitutionLog;
  readonly #now: () => Date;
  readonly #listeners = new Set<(change: InstitutionChange) => void>();
  #institutions: Institutions;
  #inForce: string;
  #state: InstitutionFileState;
  /** What the file looked like when it was last judged, and at the last look. */
  #judged: string | null = null;
  #seen: string | null = null;
  #toldAt = 0;

  /** Throws an `InstitutionFileError` where the file is wrong from the start. */
  constructor({ path, text }: InstitutionFile, log: InstitutionLog, now: () => Date) {
    this.#path = path;
    this.#log = log;
    this.#now = now;
    this.#institutions = parseInstitutionFile(text);
    this.#inForce = text;
    this.#state = { inForceSince: now(), refusedSince: null };
  }

  current(): Institutions {
    return this.#institutions;
  }

  onChange(listener: (change: InstitutionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  state(): InstitutionFileState {
    return this.#state;
  }

  /** Looks at the file once. */
  look(): void {
    const found = appearanceOf(this.#path);
    const isSettled = found === this.#seen;
    this.#seen = found;
    if (found === this.#judged) this.#remind();
    else if (isSettled) this.#judge(found);
  }

  #judge(found: string): void {
    const text = textOf(this.#path);
    // Written to while it was read: what was read may be neither the one nor the other.
    if (appearanceOf(this.#path) !== found) return;
    this.#judged = found;
    try {
      if (text === null) throw new InstitutionFileError(["the file cannot be read"]);
      this.#accept(text, parseInstitutionFile(text));
    } catch (cause) {
      if (!(cause instanceof InstitutionFileError)) throw cause;
      this.#refuse(cause.problems);
    }
  }

  #accept(text: string, read: Institutions): void {
    const isNew = text !== this.#inForce;
    const { inForceSince, refusedSince } = this.#state;
    this.#state = { inForceSince: isNew ? this.#now() : inForceSince, refusedSince: null };
    if (refusedSince) this.#log.info({ refusedSince }, "institutions.usableAgain");
    if (!isNew) return;
    const change = replaceInstitutions(this.#institutions, read);
    this.#inForce = text;
    this.#institutions = change.institutions;
    this.#log.info({ institutions: read.size, reconnect: [...change.reconnect] }, "institutions.changed");
    for (const listener of this.#listeners) listener(change);
  }

  #refuse(problems: readonly string[]): void {
    this.#state = { ...this.#state, refusedSince: this.#state.refusedSince ?? this.#now() };
    this.#tell({ problems }, "institutions.refused");
  }

  #remind(): void {
    const isDue = this.#now().getTime() - this.#toldAt >= remindEveryMs;
    if (this.#state.refusedSince && isDue) this.#tell({}, "institutions.stillRefused");
  }

  #tell(facts: object, event: string): void {
    this.#toldAt = this.#now().getTime();
    this.#log.error({ ...this.#state, ...facts }, event);
  }
}

export function watchInstitutions(file: InstitutionFile, log: InstitutionLog) {
  const watched = new WatchedInstitutions(file, log, () => new Date());
  const timer = setInterval(() => watched.look(), lookEveryMs).unref();
  return Object.assign(watched, { stop: () => clearInterval(timer) });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Changes whenever the file does, or another one comes to stand in its place. */
function appearanceOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(":");
  } catch {
    return "missing";
  }
}
