export type FactView = string | number | boolean | null | readonly string[];

/** One entry as a list shows it. Everything in it is an identifier, a code or a number. */
export interface TrailEntry {
  readonly eventId: string;
  readonly at: string;
  readonly type: string;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly sessionId: string | null;
  readonly subjectId: string | null;
  readonly requestId: string;
  readonly facts: Readonly<Record<string, FactView>>;
  /** Its place in the log; `null` for the moment until it has one. */
  readonly index: number | null;
}

/** The same with the names of those of its people whom the own firm knows by name. */
export interface NamedEntry extends TrailEntry {
  readonly actorName: string | null;
  readonly subjectName: string | null;
}

export interface SavedSearchView {
  readonly id: string;
  readonly name: string;
  /** The part of an address behind the page's path. */
  readonly query: string;
}

export const logFaults = [
  "entryMissing",
  "entryChanged",
  "leavesMissing",
  "tileMissing",
  "tileDiffers",
  "treeDiffers",
  "checkpointDiffers",
  "indexIncomplete",
] as const;
export type LogFault = (typeof logFaults)[number];

/** How the log's check of itself stands. */
export type LogCheckView =
  | { readonly state: "right"; readonly checkedAt: string }
  | { readonly state: "late" | "never"; readonly checkedAt: string | null }
  | { readonly state: "wrong"; readonly checkedAt: string; readonly fault: LogFault; readonly at: number };

/** An entry in words of the reader's language, for a list that grows in the browser. */
export interface LiveEntry {
  readonly eventId: string;
  readonly index: number;
  readonly at: string;
  readonly time: string;
  readonly label: string;
  readonly actor: string;
  readonly subject: string;
  readonly facts: string;
}
